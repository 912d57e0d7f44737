import { appendFileSync, chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/index.js';
import { verifyLedger } from '../../src/index.js';
import { LIMITS } from '../../src/limits.js';
import { rejectionOf } from '../support/code-of.js';
import { entriesOf, fileOf, ledgerDir, openTestLedger } from '../support/ledger-dir.js';
import { RUN, SIGNER } from '../support/log.js';

describe('a ledger', () => {
  it('keeps entries in the order of the calls, each with what it is acknowledged with', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir, { fsync: 'batch' });
    const promises = Array.from({ length: 500 }, (_, index) => ledger.append('match', { index }));
    const acknowledged: Entry[] = await Promise.all(promises);
    expect(acknowledged.map(({ seq }) => seq)).toEqual(acknowledged.map((_, index) => index));
    expect(acknowledged.map((entry) => entry.index)).toEqual(acknowledged.map(({ seq }) => seq));
    expect(entriesOf(dir)).toEqual(acknowledged);
  });

  it('takes the time from its clock', async () => {
    const clock = () => new Date('2001-02-03T04:05:06.789Z');
    const ledger = await openTestLedger(ledgerDir(), { clock });
    expect(await ledger.append('match', {})).toMatchObject({ time: '2001-02-03T04:05:06.789Z' });
  });

  it('has an entry in the file when it is acknowledged, whatever the fsync policy', async () => {
    for (const fsync of ['batch', 'interval', 'never'] as const) {
      const dir = ledgerDir();
      const ledger = await openTestLedger(dir, { fsync });
      const entry = await ledger.append('match', { fsync });
      expect(entriesOf(dir)).toEqual([entry]);
    }
  });

  it('refuses what is the fault of the caller, and goes on', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    const long = 'x'.repeat(LIMITS.lineBytes);
    const refused = [
      ledger.append('match', { seq: 1 }),
      ledger.append('Match', {}),
      ledger.append('ledger-seal', {}),
      ledger.append('match', { ratio: Number.NaN }),
      ledger.append('match', { name: '\ud800' }),
      ledger.append('match', { long }),
    ];
    expect(await Promise.all(refused.map(rejectionOf))).toEqual([
      'reserved-field',
      'bad-kind',
      'bad-kind',
      'not-json',
      'lone-surrogate',
      'entry-too-long',
    ]);
    expect(await ledger.append('match', {})).toMatchObject({ seq: 0 });
    expect(ledger.state()).toMatchObject({ entries: 1, refused: 0 });
  });

  it('seals on close, and takes nothing any more', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir, { signer: SIGNER });
    const last = ledger.append('match', {});
    const closed = ledger.close();
    expect(await rejectionOf(ledger.append('match', {}))).toBe('closed');
    expect(await last).toMatchObject({ seq: 0 });
    const tip = await closed;
    expect(await ledger.close({ handOver: true })).toBe(tip);
    expect(entriesOf(dir).at(-1)).toMatchObject({ seq: 1, kind: 'ledger-seal', hash: tip.hash });
    expect(readdirSync(dir).sort()).toEqual(['checkpoint', 'head.json', 'log.jsonl']);
    const verdict = await verifyLedger(dir, { run: RUN, keys: [SIGNER] });
    expect(verdict).toMatchObject({ ok: true, sealed: true, attested: 2, signed: 2, live: false });
  });

  it('writes head and checkpoint by itself after a while', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir, { signer: SIGNER });
    await ledger.append('match', {});
    await expect
      .poll(() => JSON.parse(fileOf(dir, 'head')).entries, { timeout: 20 * LIMITS.headEveryMs })
      .toBe(1);
    await expect
      .poll(() => fileOf(dir, 'checkpoint').split('\n')[1], { timeout: 20 * LIMITS.headEveryMs })
      .toBe('1');
  }, 60_000);

  it('writes head and checkpoint after many entries without waiting', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    const count = LIMITS.headEveryEntries;
    await Promise.all(Array.from({ length: count }, () => ledger.append('match', {})));
    await ledger.flush();
    expect(JSON.parse(fileOf(dir, 'head')).entries).toBeGreaterThan(0);
  }, 60_000);

  it('refuses when too much waits, says so on the record, and makes room', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    const text = 'x'.repeat(LIMITS.lineBytes - 1000);
    const count = Math.ceil(LIMITS.pendingBytes / text.length) + 3;
    const outcomes = await Promise.all(
      Array.from({ length: count }, () => rejectionOf(ledger.append('match', { text }))),
    );
    const refused = outcomes.filter((outcome) => outcome === 'queue-full').length;
    expect(refused).toBeGreaterThan(0);
    expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(count - refused);
    await ledger.room();
    expect(ledger.state()).toMatchObject({ refused, pendingBytes: 0 });
    await ledger.append('match', {});
    expect(entriesOf(dir).slice(-2)).toMatchObject([
      { kind: 'ledger-gap', refused },
      { kind: 'match' },
    ]);
  }, 60_000);

  it('lets callers wait for room', async () => {
    const ledger = await openTestLedger(ledgerDir());
    const text = 'x'.repeat(LIMITS.lineBytes / 2);
    const count = Math.ceil(LIMITS.pendingLowBytes / text.length) + 2;
    const all = Array.from({ length: count }, () => ledger.append('match', { text }));
    expect(ledger.state().pendingBytes).toBeGreaterThan(LIMITS.pendingLowBytes);
    await ledger.room();
    expect(ledger.state().pendingBytes).toBeLessThan(LIMITS.pendingLowBytes);
    await Promise.all(all);
  });

  it('stops when somebody else writes to its log, and leaves the evidence', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    await ledger.append('match', {});
    appendFileSync(join(dir, 'log.jsonl'), 'intruder\n');
    expect(await rejectionOf(ledger.append('match', {}))).toBe('changed-underneath');
    expect(await rejectionOf(ledger.append('match', {}))).toBe('broken');
    expect(ledger.state()).toMatchObject({ entries: 1, refused: 1, broken: { code: 'broken' } });
    expect(await rejectionOf(ledger.close())).toBe('broken');
    expect(fileOf(dir, 'log')).toMatch(/intruder\n$/);
    expect(readdirSync(dir)).not.toContain('lock');
  });

  it('stops when its log is removed', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    rmSync(join(dir, 'log.jsonl'));
    expect(await rejectionOf(ledger.append('match', {}))).toBe('changed-underneath');
  });

  it('tells when the head cannot be written, keeps the entries, and gives the lock back', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    await ledger.append('match', {});
    // A directory in the way of the draft is an obstacle for root too.
    mkdirSync(join(dir, 'head.json.tmp'));
    chmodSync(join(dir, 'head.json.tmp'), 0o700);
    expect(await rejectionOf(ledger.close())).toBe('head-not-written');
    // Without its head it is not sealed, so that it can be opened again and closed.
    expect(entriesOf(dir)).toHaveLength(1);
    expect(readdirSync(dir)).not.toContain('lock');
    rmSync(join(dir, 'head.json.tmp'), { recursive: true });
    await (await openTestLedger(dir)).close();
    expect(await verifyLedger(dir, { run: RUN })).toMatchObject({ ok: true, sealed: true });
  });
});
