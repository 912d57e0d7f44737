import { appendFileSync, chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fsck, verifyBytes } from '../../src/index.js';
import { LEDGER_FILES } from '../../src/layout.js';
import { LIMITS } from '../../src/limits.js';
import { rejectionOf } from '../support/code-of.js';
import { fileOf, ledgerDir, openTestLedger } from '../support/ledger-dir.js';
import { makeLog, newSigner, OTHER_RUN, RUN, SIGNER } from '../support/log.js';
import { tempDir } from '../support/temp.js';

const KEYS = [{ publicKey: SIGNER.publicKey }];
const LOG = makeLog(5);

/** A ledger directory with these contents. */
function place(log: string | Buffer, head = LOG.head, checkpoint = LOG.checkpoint): string {
  const dir = tempDir();
  const files = { log, head, checkpoint };
  for (const name of ['log', 'head', 'checkpoint'] as const) {
    writeFileSync(join(dir, LEDGER_FILES[name]), files[name], { mode: 0o600 });
  }
  return dir;
}

async function problemsOf(dir: string, keys = KEYS): Promise<string[]> {
  const { problems, ok } = await fsck(dir, { run: RUN, keys });
  expect(ok).toBe(problems.length === 0);
  return problems.map(({ name, seq }) => (seq === undefined ? name : `${name} ${seq}`));
}

describe('fsck', () => {
  it('derives what the verifier derives', async () => {
    const report = await fsck(place(LOG.bytes), { run: RUN, keys: KEYS });
    const verdict = verifyBytes(LOG.bytes);
    expect(report).toMatchObject({ ok: true, problems: [], more: 0, run: RUN, entries: 5 });
    expect(verdict).toMatchObject({ ok: true, root: report.root });
  });

  it('finds nothing in a ledger that was written, recovered and closed', async () => {
    const dir = ledgerDir();
    const first = await openTestLedger(dir, { signer: SIGNER });
    await first.append('match', {});
    await first.close({ handOver: true });
    appendFileSync(join(dir, 'log.jsonl'), '{"torn');
    const second = await openTestLedger(dir, { signer: SIGNER });
    expect(await fsck(dir, { run: RUN, keys: KEYS })).toMatchObject({ ok: true, writer: 'alive' });
    await second.close();
    const report = await fsck(dir, { run: RUN, keys: KEYS });
    expect(report).toMatchObject({ ok: true, sealed: true, entries: 3 });
    expect(report).not.toHaveProperty('writer');
    expect(report.tornFiles).toHaveLength(1);
  });

  it('goes on after the first problem', async () => {
    const text = LOG.bytes.toString().replace('rule-1', 'rule-X').replace('rule-3', 'rule-Y');
    const problems = await problemsOf(place(text, Buffer.from('{}')));
    expect(problems).toContain('altered 1');
    expect(problems).toContain('altered 3');
    expect(problems).toContain('bad-head');
    expect(problems).toContain('checkpoint-mismatch');
  });

  it('finds lines that are missing, repeated, moved, foreign or unfinished', async () => {
    const [a, b, c, d, e] = LOG.lines;
    if (!a || !b || !c || !d || !e) throw new Error('five lines');
    const foreign = makeLog(5, { run: OTHER_RUN }).lines[2] ?? c;
    expect(await problemsOf(place(Buffer.concat([a, b, d, e])))).toContain('missing 2');
    expect(await problemsOf(place(Buffer.concat([a, b, b, c, d, e])))).toContain('duplicate 2');
    expect(await problemsOf(place(Buffer.concat([a, c, b, d, e])))).toContain('missing 1');
    expect(await problemsOf(place(Buffer.concat([a, b, foreign, d, e])))).toContain('wrong-run 2');
    expect(await problemsOf(place(Buffer.concat([a, b, c, d])))).toContain('truncated 4');
    expect(await problemsOf(place(LOG.bytes.subarray(0, -1)))).toContain('torn-tail 4');
    const swapped = await problemsOf(place(Buffer.concat([a, b, d, c, e])));
    expect(swapped).toContain('broken-link 2');
  });

  it('finds lines that are no entries', async () => {
    const [a, b] = LOG.lines;
    if (!a || !b) throw new Error('two lines');
    const bad = (line: string | Buffer) => place(Buffer.concat([a, Buffer.from(line)]));
    expect(await problemsOf(bad('\n'))).toContain('not-canonical 1');
    expect(await problemsOf(bad('[]\n'))).toContain('not-canonical 1');
    expect(await problemsOf(bad(`${b.toString().trim()} \n`))).toContain('not-canonical 1');
    expect(await problemsOf(bad(Buffer.of(0xff, 10)))).toContain('not-utf8 1');
    expect(await problemsOf(bad('{"v":2}\n'))).toContain('bad-entry 1');
    expect(await problemsOf(bad('x'.repeat(LIMITS.lineBytes + 1)))).toContain('line-too-long');
  });

  it('finds a head and checkpoint that cover less, more, or something else', async () => {
    const [shorter, longer] = [makeLog(3), makeLog(7)];
    expect(await problemsOf(place(LOG.bytes, shorter.head))).toEqual(['beyond-head 3']);
    expect(await problemsOf(place(LOG.bytes, LOG.head, shorter.checkpoint))).toEqual([
      'beyond-checkpoint 3',
    ]);
    expect(await problemsOf(place(LOG.bytes, longer.head))).toEqual(['truncated 5']);
    expect(await problemsOf(place(LOG.bytes, LOG.head, longer.checkpoint))).toEqual([
      'truncated 5',
    ]);
    const other = makeLog(5, { run: OTHER_RUN });
    expect(await problemsOf(place(LOG.bytes, other.head))).toEqual(['head-mismatch']);
    const problems = await problemsOf(place(LOG.bytes, LOG.head, other.checkpoint));
    expect(problems).toEqual(['checkpoint-mismatch', 'checkpoint-mismatch']);
    expect(await problemsOf(place(LOG.bytes, LOG.head, Buffer.from('x')))).toEqual([
      'bad-checkpoint',
    ]);
  });

  it('finds who did not sign', async () => {
    const dir = place(LOG.bytes);
    expect(await problemsOf(dir, [{ publicKey: newSigner().publicKey }])).toEqual(['unknown-key']);
    const retired = '2026-01-01T00:00:00.000Z';
    const { problems } = await fsck(dir, {
      keys: [{ ...KEYS[0], publicKey: SIGNER.publicKey, retired }],
    });
    expect(problems.map(({ name }) => name)).toEqual(['retired-key']);
    const forged = Buffer.from(LOG.checkpoint.toString().replace('\n5\n', '\n4\n'));
    expect(await problemsOf(place(LOG.bytes, LOG.head, forged))).toContain('bad-signature');
  });

  it('names files that are not its own, and finds no fault with them', async () => {
    const dir = place(LOG.bytes);
    for (const name of ['notes.txt', 'torn-7', 'head.json.tmp', 'lock.after-0123456789abcdef']) {
      writeFileSync(join(dir, name), '', { mode: 0o600 });
    }
    const report = await fsck(dir, { run: RUN, keys: KEYS });
    expect(report).toMatchObject({ ok: true, otherFiles: ['notes.txt'], tornFiles: ['torn-7'] });
  });

  it('finds files that are gone, damaged or open to others', async () => {
    const dir = place(LOG.bytes);
    writeFileSync(join(dir, 'lock'), 'x', { mode: 0o600 });
    rmSync(join(dir, 'head.json'));
    expect(await problemsOf(dir)).toEqual(['lock-unclear', 'no-head']);
    chmodSync(join(dir, 'checkpoint'), 0o644);
    expect(await problemsOf(dir)).toContain('unsafe-path');
  });

  it('caps the list and counts the rest', async () => {
    const lines = 'x\n'.repeat(LIMITS.problems + 50);
    const report = await fsck(place(lines), { run: RUN });
    expect(report.problems).toHaveLength(LIMITS.problems);
    expect(report.more).toBeGreaterThanOrEqual(50);
  });

  it('finds every edit the verifier finds', async () => {
    const dir = place(LOG.bytes);
    for (let at = 0; at < LOG.bytes.length; at += 7) {
      const bytes = Buffer.from(LOG.bytes);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(join(dir, 'log.jsonl'), bytes);
      expect(await problemsOf(dir)).not.toEqual([]);
    }
    expect(fileOf(dir, 'head')).toBe(LOG.head.toString());
  });

  it('says when there is no ledger', async () => {
    expect(await rejectionOf(fsck(tempDir()))).toBe('no-ledger');
  });
});
