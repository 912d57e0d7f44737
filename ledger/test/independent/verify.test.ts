import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/entry/entry.js';
import { SEAL } from '../../src/entry/entry.js';
import { verifyBytes } from '../../src/verify/verify.js';
import { makeLog, newSigner, OTHER_RUN, RUN, SIGNER, type TestLog } from '../support/log.js';
import { tempDir } from '../support/temp.js';

const SCRIPT = fileURLToPath(new URL('./verify.py', import.meta.url));
const RUNS = process.env.REIN_TEST_FULL === undefined ? 300 : 5000;

/** The files of one ledger; null for one that is not there. */
interface Case {
  readonly bytes: Buffer;
  readonly head: Buffer | null;
  readonly checkpoint: Buffer | null;
}

interface How {
  readonly live?: boolean;
  readonly retired?: string;
}

/** What this package says of a ledger, in the words of the script. */
function ours({ bytes, head, checkpoint }: Case, { live = false, retired }: How): string {
  const key = { publicKey: SIGNER.publicKey, ...(retired === undefined ? {} : { retired }) };
  const result = verifyBytes(bytes, { run: RUN, head, checkpoint, keys: [key], live });
  return result.ok ? `ok ${result.entries}` : `${result.finding.name} ${result.finding.seq ?? '-'}`;
}

/** What the script says of ledgers with these files. */
async function theirs(cases: readonly Case[], { live, retired }: How): Promise<string[]> {
  const root = tempDir();
  const dirs = cases.map(({ bytes, head, checkpoint }, index) => {
    const dir = join(root, `${index}`);
    mkdirSync(dir);
    writeFileSync(join(dir, 'log.jsonl'), bytes);
    if (head !== null) writeFileSync(join(dir, 'head.json'), head);
    if (checkpoint !== null) writeFileSync(join(dir, 'checkpoint'), checkpoint);
    return dir;
  });
  const key = Buffer.from(SIGNER.publicKey).toString('base64');
  const args = ['--run', RUN, '--key', retired === undefined ? key : `${key},${retired}`];
  const all = [SCRIPT, ...args, ...(live === true ? ['--live'] : []), ...dirs];
  const output = await new Promise<string>((resolve, reject) => {
    execFile('python3', all, { maxBuffer: 64 * 1024 * 1024 }, (_, stdout, stderr) => {
      if (stderr === '') resolve(stdout);
      else reject(new Error(stderr));
    });
  });
  return output.trimEnd().split('\n');
}

async function expectAgreement(cases: readonly Case[], how: How = {}): Promise<string[]> {
  const expected = cases.map((one) => ours(one, how));
  expect(await theirs(cases, how)).toEqual(expected);
  return expected;
}

const LOG = makeLog(6, { kind: (seq) => (seq === 5 ? SEAL : 'match') });

function withLines(lines: readonly (Buffer | undefined)[], log: TestLog = LOG): Case {
  return { ...log, bytes: Buffer.concat(lines.filter((line) => line !== undefined)) };
}

describe('a verifier written from the documentation, in another language,', () => {
  it('accepts what this one accepts', async () => {
    const logs = [0, 1, 2, 3, 7, 8, 33].map((count) => makeLog(count));
    const verdicts = await expectAgreement([LOG, ...logs]);
    expect(verdicts).toEqual(['ok 6', 'ok 0', 'ok 1', 'ok 2', 'ok 3', 'ok 7', 'ok 8', 'ok 33']);
  }, 60_000);

  it('finds the same in ledgers that were tampered with', async () => {
    const [a, b, c, d, e, f] = LOG.lines;
    const other = makeLog(6, { run: OTHER_RUN });
    const anew = makeLog(6, { fields: () => ({ rule: 'none' }) });
    const forged = makeLog(6, { signer: newSigner() });
    const extended = makeLog(7, { kind: (seq) => (seq === 5 ? SEAL : 'match') });
    const verdicts = await expectAgreement([
      withLines([a, b, d, e, f]),
      withLines([a, c, b, d, e, f]),
      withLines([a, b, b, c, d, e, f]),
      withLines([a, b, other.lines[2], d, e, f]),
      withLines([a, b, anew.lines[2], d, e, f]),
      withLines([a, b, c, d, e]),
      withLines([a, b, c, d, e, f?.subarray(0, -1)]),
      withLines([a, b, c, d, e, f, Buffer.from('{')]),
      withLines([a, Buffer.from('\n'), b]),
      withLines([a, Buffer.from('[]\n'), b]),
      withLines([a, Buffer.from('{"a":1,"a":1}\n'), b]),
      withLines([a, Buffer.from('{"v":1}\n'), b]),
      withLines([a, Buffer.alloc(1_048_577, 'x'), Buffer.from('\n')]),
      other,
      anew,
      forged,
      extended,
      { ...anew, checkpoint: LOG.checkpoint },
      { ...LOG, head: anew.head },
      { ...LOG, head: other.head },
      { ...LOG, head: null },
      { ...LOG, head: Buffer.from('{}\n') },
      { ...LOG, checkpoint: null },
      { ...LOG, checkpoint: Buffer.from('none') },
      { ...LOG, checkpoint: anew.checkpoint },
      { ...LOG, head: makeLog(3).head },
      { ...LOG, checkpoint: makeLog(3).checkpoint },
    ]);
    // Every kind of finding is among them, but for those of a retired key and a bad byte.
    expect(new Set(verdicts.map((verdict) => verdict.split(' ')[0])).size).toBeGreaterThan(17);
  }, 60_000);

  it('allows a live writer the same, and a retired key', async () => {
    const older = makeLog(3);
    const cases = [
      { ...LOG, head: older.head, checkpoint: older.checkpoint },
      withLines([...LOG.lines, Buffer.from('{"unfinished')]),
      withLines(LOG.lines.slice(0, 4)),
    ];
    await expectAgreement(cases, { live: true });
    for (const retired of ['2026-11-20T10:00:03.000Z', '2026-11-20T09:59:59.999Z']) {
      await expectAgreement([LOG], { retired });
    }
  }, 60_000);

  it('finds the same after random edits of any of the files', async () => {
    const edit = fc.record({
      file: fc.constantFrom('bytes', 'bytes', 'bytes', 'head', 'checkpoint'),
      at: fc.nat(),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}[]:,0123456789-.eE\n '))),
      how: fc.constantFrom('change', 'insert', 'remove', 'cut'),
    });
    const cases = fc
      .sample(edit, { numRuns: RUNS, seed: 7 })
      .map(({ file, at, byte, how }): Case => {
        const bytes = LOG[file];
        const index = at % bytes.length;
        const before = bytes.subarray(0, index);
        if (how === 'cut') return { ...LOG, [file]: before };
        const after = bytes.subarray(how === 'insert' ? index : index + 1);
        return {
          ...LOG,
          [file]: Buffer.concat([
            before,
            how === 'remove' ? Buffer.alloc(0) : Buffer.of(byte),
            after,
          ]),
        };
      });
    const verdicts = await expectAgreement(cases);
    expect(verdicts.filter((verdict) => !verdict.startsWith('ok')).length).toBeGreaterThan(
      RUNS / 2,
    );
  }, 600_000);

  it('accepts entries with any fields', async () => {
    const name = fc
      .string({ unit: 'binary', maxLength: 6 })
      .filter((text) => !['v', 'run', 'seq', 'time', 'kind', 'prev', 'hash'].includes(text));
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
    const value = fc.oneof(number, fc.jsonValue({ stringUnit: 'binary' }));
    const samples = fc.sample(fc.dictionary(name, value), { numRuns: RUNS, seed: 11 });
    const fields = (seq: number): Fields => JSON.parse(JSON.stringify(samples[seq] ?? {}));
    const verdicts = await expectAgreement([makeLog(RUNS, { fields })]);
    expect(verdicts).toEqual([`ok ${RUNS}`]);
  }, 600_000);
});
