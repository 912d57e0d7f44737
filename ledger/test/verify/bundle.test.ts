import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/limits.js';
import { verifierKey } from '../../src/note/key.js';
import { verifyBundle } from '../../src/verify/verify-bundle.js';
import { inWords, KEYS, makeBundle, makePolicyLog, POLICY } from '../support/bundle.js';
import { makeLog, newSigner, OTHER_RUN, RUN, SIGNER } from '../support/log.js';

const COUNT = 5;
const LOG = makePolicyLog(COUNT);
const BUNDLE = makeBundle(LOG);
const FIRST_LINE = BUNDLE.indexOf(0x0a) + 1;
const OLD = { publicKey: SIGNER.publicKey, retired: '2026-11-20T09:59:59.999Z' };

const verdict = async (bundle: Uint8Array, options = {}): Promise<string> =>
  inWords(await verifyBundle([bundle], { keys: KEYS, ...options }));

/** The number of the entry that holds the byte at `offset` of the bundle; -1 in its first line. */
function entryAt(offset: number): number {
  let end = FIRST_LINE;
  if (offset < end) return -1;
  return LOG.lines.findIndex((line) => {
    end += line.length;
    return offset < end;
  });
}

/** The edit is found, and blamed on no later entry than the one it was made in. */
async function expectFound(bundle: Uint8Array, latest: number): Promise<void> {
  const result = await verifyBundle([bundle], { keys: KEYS });
  if (result.ok) expect.fail(`an edit at entry ${latest} was accepted`);
  if (latest >= 0) expect(result.finding.seq ?? latest).toBeLessThanOrEqual(latest);
}

describe('a bundle', () => {
  it('verifies with nothing but itself and a public key, and says what it amounts to', async () => {
    const result = await verifyBundle([BUNDLE], { keys: KEYS });
    expect(result).toMatchObject({ ok: true, run: RUN, entries: COUNT, sealed: true });
    expect(result).toMatchObject({ signed: COUNT, policy: POLICY });
  });

  it('comes in pieces of any size', async () => {
    for (const size of [1, 7, FIRST_LINE, 4096]) {
      const pieces = Array.from({ length: Math.ceil(BUNDLE.length / size) }, (_, at) =>
        BUNDLE.subarray(at * size, (at + 1) * size),
      );
      expect(inWords(await verifyBundle(pieces, { keys: KEYS }))).toBe(`ok ${COUNT}`);
    }
  });

  it('may be of a run without a policy text, and of one without an entry', async () => {
    expect(await verdict(makeBundle(makeLog(3), { policy: null }))).toBe('ok 3');
    expect(await verdict(makeBundle(makeLog(0), { policy: null }))).toBe('ok 0');
  });

  it('hands on each entry that passed', async () => {
    const lines: string[] = [];
    await verdict(BUNDLE, { onEntry: (line: Buffer) => lines.push(line.toString()) });
    expect(lines.map((line) => `${line}\n`)).toEqual(LOG.lines.map(String));
  });
});

describe('a bundle of which', { timeout: 120_000 }, () => {
  it.each([0x01, 0x20, 0x80])('every byte in turn is changed by %i is refused', async (mask) => {
    for (let at = 0; at < BUNDLE.length; at++) {
      const bytes = Buffer.from(BUNDLE);
      bytes[at] = (bytes[at] ?? 0) ^ mask;
      await expectFound(bytes, entryAt(at));
    }
  });

  it('the tail is cut off at every byte is refused', async () => {
    for (let length = 0; length < BUNDLE.length; length++) {
      await expectFound(BUNDLE.subarray(0, length), entryAt(length));
    }
  });

  it('each entry in turn is dropped, doubled, or swapped with the next is refused there', async () => {
    for (let seq = 0; seq < COUNT; seq++) {
      const [line, next] = [LOG.lines[seq] ?? BUNDLE, LOG.lines[seq + 1]];
      const dropped = makeBundle(LOG, {}, LOG.lines.toSpliced(seq, 1));
      expect(await verdict(dropped)).toBe(
        seq === COUNT - 1 ? `truncated ${seq}` : `missing ${seq}`,
      );
      const doubled = makeBundle(LOG, {}, LOG.lines.toSpliced(seq, 0, line));
      expect(await verdict(doubled)).toBe(
        seq === COUNT - 1 ? `after-seal ${COUNT}` : `duplicate ${seq + 1}`,
      );
      if (next === undefined) continue;
      const swapped = makeBundle(LOG, {}, LOG.lines.toSpliced(seq, 2, next, line));
      expect(await verdict(swapped)).toBe(`out-of-order ${seq}`);
    }
  });

  it('the checkpoint is that of another run, or of another record of this one, is refused', async () => {
    const other = makePolicyLog(COUNT, { run: OTHER_RUN });
    const anew = makePolicyLog(COUNT, { began: new Date('2026-11-20T11:00:00.000Z') });
    const of = (log: typeof LOG, run = RUN) => ({
      checkpoint: log.checkpoint.toString(),
      keys: [verifierKey(`rein/${run}`, SIGNER.publicKey)],
    });
    expect(await verdict(makeBundle(LOG, of(other, OTHER_RUN)))).toBe('bad-bundle -');
    expect(await verdict(makeBundle(LOG, { ...of(other, OTHER_RUN), keys: [] }))).toBe(
      `checkpoint-mismatch ${COUNT - 1}`,
    );
    expect(await verdict(makeBundle(LOG, of(anew)))).toBe(`checkpoint-mismatch ${COUNT - 1}`);
    expect(await verdict(makeBundle(other, { ...of(other), run: RUN }))).toBe('bad-bundle -');
    expect(await verdict(makeBundle(other), { run: RUN })).toBe('bundle-mismatch -');
  });

  it('the record is older or longer than its checkpoint is refused', async () => {
    const shorter = makePolicyLog(3, { kind: () => 'start' });
    const longer = makePolicyLog(4, { kind: () => 'start' });
    const early = { checkpoint: shorter.checkpoint.toString() };
    expect(await verdict(makeBundle(longer, early))).toBe('beyond-checkpoint 3');
    const late = { checkpoint: longer.checkpoint.toString() };
    expect(await verdict(makeBundle(shorter, late))).toBe('truncated 3');
  });

  it('the signature is by an old key, another key, or none that is trusted is refused', async () => {
    expect(await verdict(BUNDLE, { keys: [OLD] })).toBe('retired-key -');
    expect(await verdict(BUNDLE, { keys: [{ publicKey: newSigner().publicKey }] })).toBe(
      'unknown-key -',
    );
    const signer = newSigner();
    const forged = makePolicyLog(COUNT, { signer });
    const keys = [verifierKey(`rein/${RUN}`, signer.publicKey)];
    expect(await verdict(makeBundle(forged, { keys }))).toBe('unknown-key -');
    expect(await verdict(makeBundle(forged, { keys: [] }))).toBe('unknown-key -');
  });

  it('the policy is another, or one that no entry speaks of, is refused', async () => {
    expect(await verdict(makeBundle(LOG, { policy: `${POLICY} ` }))).toBe('bundle-mismatch -');
    expect(await verdict(makeBundle(makeLog(3)))).toBe('bundle-mismatch -');
  });

  it('the format is another is refused, and the message names it', async () => {
    const later = Buffer.from(BUNDLE.toString().replace('rein-bundle/1', 'rein-bundle/2'));
    expect(await verdict(later)).toBe('unknown-format -');
    const result = await verifyBundle([later], { keys: KEYS });
    expect(result).toMatchObject({
      finding: { message: expect.stringContaining('rein-bundle/2') },
    });
  });

  it('the first line is no manifest is refused', async () => {
    const text = BUNDLE.toString();
    for (const edited of [
      '',
      '\n',
      '[]\n',
      '{}\n',
      text.replace('{', '{ '),
      text.replace('"format":', '"formats":'),
      text.replace('"run":"', '"run":"/'),
      text.replace('"keys":[', '"keys":[1,'),
      text.replace('{"', '{"a":1,"'),
    ]) {
      expect(await verdict(Buffer.from(edited))).toBe('bad-bundle -');
    }
    expect(await verdict(Buffer.alloc(LIMITS.manifestBytes + 1, 'x'))).toBe('bad-bundle -');
  });
});

describe('a checkpoint that was kept', () => {
  const kept = makePolicyLog(3, { kind: (seq) => (seq === 0 ? 'start' : 'match') }).checkpoint;

  it('agrees with the record that continues it', async () => {
    expect(await verdict(BUNDLE, { kept })).toBe(`ok ${COUNT}`);
    expect(await verdict(BUNDLE, { kept: LOG.checkpoint })).toBe(`ok ${COUNT}`);
  });

  it('finds a record set back, one made anew with the same key, and a false witness', async () => {
    const back = makePolicyLog(2, { kind: () => 'start' });
    expect(await verdict(makeBundle(back), { kept })).toBe('truncated 2');
    const anew = makePolicyLog(COUNT, { began: new Date('2026-11-20T11:00:00.000Z') });
    expect(await verdict(makeBundle(anew), { kept })).toBe('checkpoint-mismatch 2');
    const signer = newSigner();
    const foreign = makePolicyLog(3, { signer }).checkpoint;
    expect(await verdict(BUNDLE, { kept: foreign })).toBe('unknown-key -');
  });
});
