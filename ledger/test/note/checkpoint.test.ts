import { describe, expect, it } from 'vitest';
import { checkpointOrigin, parseCheckpoint, signCheckpoint } from '../../src/note/checkpoint.js';
import { verifyNote } from '../../src/note/note.js';
import { RUN, SIGNER } from '../support/log.js';

const ROOT = '0ab52d6198da3c7a3dd0c8200540a89baffd68da8fbe1f6c1f67033f78768f1b'.slice(0, 64);
const CHECKPOINT = { origin: checkpointOrigin(RUN), size: 20852163, root: ROOT };

function withText(text: string): Buffer {
  return Buffer.from(`${text}\n\u2014 a ${Buffer.alloc(68).toString('base64')}\n`);
}

const root = Buffer.from(ROOT, 'hex').toString('base64');

describe('a checkpoint', () => {
  it('is origin, size and root, signed under the origin', () => {
    const bytes = signCheckpoint(CHECKPOINT, [SIGNER]);
    const [origin, size, encoded, blank, signature] = bytes.toString().split('\n');
    expect([origin, size, encoded, blank]).toEqual([`rein/${RUN}`, '20852163', root, '']);
    expect(signature).toMatch(new RegExp(`^\u2014 rein/${RUN} [A-Za-z0-9+/]+=*$`));
  });

  it('is read back', () => {
    const parsed = parseCheckpoint(signCheckpoint(CHECKPOINT, [SIGNER]));
    if ('why' in parsed) throw new Error(parsed.why);
    expect(parsed.checkpoint).toEqual(CHECKPOINT);
    expect(verifyNote(parsed.note, CHECKPOINT.origin, [SIGNER]).verdict).toBe('signed');
  });

  it('may have extension lines, which say nothing', () => {
    const parsed = parseCheckpoint(withText(`rein/x\n7\n${root}\nmore\nlines\n`));
    expect(parsed).toMatchObject({ checkpoint: { origin: 'rein/x', size: 7, root: ROOT } });
  });

  it.each([
    ['no origin', `\n7\n${root}\n`],
    ['no size', `rein/x\n\n${root}\n`],
    ['a size with a leading zero', `rein/x\n07\n${root}\n`],
    ['a negative size', `rein/x\n-7\n${root}\n`],
    ['a size past what a double counts', `rein/x\n9007199254740993\n${root}\n`],
    ['no root', 'rein/x\n7\n'],
    ['a short root', `rein/x\n7\n${root.slice(0, 40)}\n`],
    ['a root in another alphabet', `rein/x\n7\n${root.replace('/', '_')}\n`],
    ['an empty extension line', `rein/x\n7\n${root}\n\nmore\n`],
  ])('with %s is none', (_, text) => {
    expect(parseCheckpoint(withText(text))).toHaveProperty('why');
  });
});
