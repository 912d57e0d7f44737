import {
  appendFileSync,
  chmodSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Chain } from '../../src/entry/chain.js';
import { GENESIS } from '../../src/entry/entry.js';
import { identifySelf } from '../../src/files/process-identity.js';
import { readLedger, verifyLedger } from '../../src/index.js';
import { LEDGER_FILES } from '../../src/layout.js';
import { rejectionOf } from '../support/code-of.js';
import { entriesOf, fileOf, ledgerDir, openTestLedger } from '../support/ledger-dir.js';
import { makeLog, newSigner, OTHER_RUN, RUN, SIGNER } from '../support/log.js';
import { runChild } from '../support/run-child.js';

const KEYS = [{ publicKey: SIGNER.publicKey }];

async function leave(dir: string, count: number, signed = false): Promise<void> {
  const ledger = await openTestLedger(dir, signed ? { signer: SIGNER } : {});
  for (let index = 0; index < count; index++) await ledger.append('match', { index });
  await ledger.close({ handOver: true });
}

function path(dir: string, name: keyof typeof LEDGER_FILES): string {
  return join(dir, LEDGER_FILES[name]);
}

describe('openLedger', () => {
  it('makes a private directory with an empty log, its head and a lock', async () => {
    const dir = ledgerDir();
    await openTestLedger(dir, { signer: SIGNER });
    expect(readdirSync(dir).sort()).toEqual(['checkpoint', 'head.json', 'lock', 'log.jsonl']);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(fileOf(dir, 'head'))).toMatchObject({ run: RUN, entries: 0, bytes: 0 });
  });

  it('goes on where a ledger was left', async () => {
    const dir = ledgerDir();
    await leave(dir, 3, true);
    const ledger = await openTestLedger(dir, { signer: SIGNER });
    expect(ledger.recovery).toBeUndefined();
    expect(await ledger.append('match', { index: 3 })).toMatchObject({ seq: 3 });
    await ledger.close();
    const verdict = await verifyLedger(dir, { run: RUN, keys: KEYS });
    expect(verdict).toMatchObject({ ok: true, entries: 5, sealed: true, signed: 5 });
  });

  it('goes on exactly where it was handed over, and not elsewhere', async () => {
    const dir = ledgerDir();
    const first = await openTestLedger(dir);
    await first.append('match', {});
    const tip = await first.close({ handOver: true });
    const second = await openTestLedger(dir, { expect: tip });
    await second.append('match', {});
    await second.close({ handOver: true });
    expect(await rejectionOf(openTestLedger(dir, { expect: tip }))).toBe('unexpected-head');
  });

  it('takes over from another process, once that is done', async () => {
    const dir = ledgerDir();
    const tip: unknown = JSON.parse(await runChild('./hand-over.ts', [dir, RUN, '7']));
    expect(tip).toMatchObject({ entries: 7 });
    const ledger = await openTestLedger(dir);
    expect(ledger.state()).toMatchObject({ entries: 7 });
    await expect(runChild('./hand-over.ts', [dir, RUN, '7'])).rejects.toThrow('LED010');
    await ledger.close({ handOver: true });
    expect(JSON.parse(await runChild('./hand-over.ts', [dir, RUN, '1']))).toMatchObject({
      entries: 8,
    });
    expect(await verifyLedger(dir, { run: RUN })).toMatchObject({ ok: true, entries: 8 });
  }, 60_000);

  it('lets in one writer only', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    expect(await rejectionOf(openTestLedger(dir))).toBe('locked');
    await ledger.append('match', {});
    await ledger.close({ handOver: true });
    await openTestLedger(dir);
  });

  it('takes over from a writer that died, and gives the lock back when it cannot', async () => {
    const dir = ledgerDir();
    await leave(dir, 1);
    writeFileSync(path(dir, 'lock'), JSON.stringify({ ...identifySelf(), start: '1' }));
    await leave(dir, 1);
    writeFileSync(path(dir, 'log'), 'x\n', { flag: 'a' });
    expect(await rejectionOf(openTestLedger(dir))).toBe('damaged');
    expect(readdirSync(dir)).not.toContain('lock');
  });

  it('refuses a sealed ledger', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    await ledger.close();
    expect(await rejectionOf(openTestLedger(dir))).toBe('sealed');
  });

  it('refuses a run that is no id, and the ledger of another run', async () => {
    const dir = ledgerDir();
    expect(await rejectionOf(openTestLedger(dir, { run: '../x' }))).toBe('bad-run');
    await leave(dir, 2);
    expect(await rejectionOf(openTestLedger(dir, { run: OTHER_RUN }))).toBe('damaged');
  });

  it('refuses a directory or log that others can reach', async () => {
    const dir = ledgerDir();
    await leave(dir, 1);
    chmodSync(path(dir, 'log'), 0o644);
    expect(await rejectionOf(openTestLedger(dir))).toBe('unsafe-path');
    chmodSync(path(dir, 'log'), 0o600);
    chmodSync(dir, 0o755);
    expect(await rejectionOf(openTestLedger(dir))).toBe('unsafe-path');
  });

  it('follows no link in place of the log', async () => {
    const dir = ledgerDir();
    await leave(dir, 0);
    const victim = join(dir, '..', 'victim');
    writeFileSync(victim, '', { mode: 0o600 });
    rmSync(path(dir, 'log'));
    symlinkSync(victim, path(dir, 'log'));
    expect(await rejectionOf(openTestLedger(dir))).toBe('unsafe-path');
    expect(readFileSync(victim, 'utf8')).toBe('');
  });
});

describe('openLedger, where the last writer died', () => {
  it('sets a torn line aside and says so, in the result and on the record', async () => {
    const dir = ledgerDir();
    await leave(dir, 2, true);
    const whole = fileOf(dir, 'log');
    const torn = makeLog(1).bytes.subarray(0, 40);
    appendFileSync(path(dir, 'log'), torn);
    const ledger = await openTestLedger(dir, { signer: SIGNER });
    const tornFile = `torn-${whole.length}`;
    expect(ledger.recovery).toEqual({ tornBytes: 40, tornFile, beyondHead: 0 });
    expect(readFileSync(join(dir, tornFile))).toEqual(torn);
    expect(entriesOf(dir)[2]).toMatchObject({
      seq: 2,
      kind: 'ledger-recover',
      torn_bytes: 40,
      torn_file: tornFile,
      beyond_head: 0,
    });
    await ledger.close();
    expect(await verifyLedger(dir, { run: RUN, keys: KEYS })).toMatchObject({
      ok: true,
      entries: 4,
    });
  });

  it('keeps every whole entry, wherever in the last one the writer died', async () => {
    const dir = ledgerDir();
    await leave(dir, 2, true);
    const head = fileOf(dir, 'head');
    const checkpoint = fileOf(dir, 'checkpoint');
    const log = fileOf(dir, 'log');
    const tip = JSON.parse(head);
    const chain = new Chain(RUN, { entries: tip.entries, hash: tip.hash });
    const { line } = chain.next('match', { note: 'the last \u20ac' }, new Date(0));
    for (let cut = 1; cut < line.length; cut += 7) {
      writeFileSync(path(dir, 'head'), head);
      writeFileSync(path(dir, 'checkpoint'), checkpoint);
      writeFileSync(path(dir, 'log'), Buffer.concat([Buffer.from(log), line.subarray(0, cut)]));
      const ledger = await openTestLedger(dir, { signer: SIGNER });
      expect(ledger.recovery).toMatchObject({ tornBytes: cut, beyondHead: 0 });
      await ledger.close();
      expect(fileOf(dir, 'log').startsWith(log)).toBe(true);
      const verdict = await verifyLedger(dir, { run: RUN, keys: KEYS });
      expect(verdict).toMatchObject({ ok: true, entries: 4 });
    }
  }, 60_000);

  it('overwrites no torn piece that is there already', async () => {
    const dir = ledgerDir();
    await leave(dir, 0);
    writeFileSync(join(dir, 'torn-0'), 'first', { mode: 0o600 });
    appendFileSync(path(dir, 'log'), 'second');
    const ledger = await openTestLedger(dir);
    expect(ledger.recovery).toMatchObject({ tornFile: 'torn-0-1' });
    expect(readFileSync(join(dir, 'torn-0'), 'utf8')).toBe('first');
    expect(readFileSync(join(dir, 'torn-0-1'), 'utf8')).toBe('second');
  });

  it('counts whole entries the head did not know yet', async () => {
    const dir = ledgerDir();
    await leave(dir, 2);
    const tip = JSON.parse(fileOf(dir, 'head'));
    const chain = new Chain(RUN, { entries: tip.entries, hash: tip.hash });
    appendFileSync(path(dir, 'log'), chain.next('match', {}, new Date(0)).line);
    appendFileSync(path(dir, 'log'), chain.next('match', {}, new Date(0)).line);
    const ledger = await openTestLedger(dir);
    expect(ledger.recovery).toEqual({ tornBytes: 0, beyondHead: 2 });
    expect(entriesOf(dir)[4]).toMatchObject({ kind: 'ledger-recover', beyond_head: 2 });
    expect(JSON.parse(fileOf(dir, 'head'))).toMatchObject({ entries: 5 });
  });

  it('finishes the closing of a writer that died between seal and head', async () => {
    for (const names of [['head'], ['checkpoint'], ['head', 'checkpoint']] as const) {
      const dir = ledgerDir();
      await leave(dir, 3, true);
      const before = new Map(names.map((name) => [name, fileOf(dir, name)]));
      await (await openTestLedger(dir, { signer: SIGNER })).close();
      for (const [name, text] of before) writeFileSync(path(dir, name), text);
      expect(await verifyLedger(dir, { run: RUN, keys: KEYS })).toMatchObject({ ok: false });
      expect(await rejectionOf(openTestLedger(dir, { signer: SIGNER }))).toBe('sealed');
      const verdict = await verifyLedger(dir, { run: RUN, keys: KEYS });
      expect(verdict).toMatchObject({ ok: true, entries: 4, sealed: true });
    }
  });

  it('does not cover what was added before a seal, nor what stands behind one', async () => {
    const dir = ledgerDir();
    await leave(dir, 1, true);
    const [head, checkpoint] = [fileOf(dir, 'head'), fileOf(dir, 'checkpoint')];
    const ledger = await openTestLedger(dir, { signer: SIGNER });
    await ledger.append('match', {});
    await ledger.close();
    appendFileSync(path(dir, 'log'), '{');
    expect(await rejectionOf(openTestLedger(dir, { signer: SIGNER }))).toBe('damaged');
    expect(fileOf(dir, 'log').endsWith('\n{')).toBe(true);
    truncateSync(path(dir, 'log'), statSync(path(dir, 'log')).size - 1);
    writeFileSync(path(dir, 'head'), head);
    writeFileSync(path(dir, 'checkpoint'), checkpoint);
    expect(await rejectionOf(openTestLedger(dir, { signer: SIGNER }))).toBe('damaged');
    expect(fileOf(dir, 'head')).toBe(head);
  });

  it('counts entries that the head covers and the checkpoint does not', async () => {
    const dir = ledgerDir();
    await leave(dir, 1, true);
    const checkpoint = fileOf(dir, 'checkpoint');
    const first = await openTestLedger(dir, { signer: SIGNER });
    await first.append('match', {});
    await first.close({ handOver: true });
    writeFileSync(path(dir, 'checkpoint'), checkpoint);
    const ledger = await openTestLedger(dir, { signer: SIGNER });
    expect(ledger.recovery).toEqual({ tornBytes: 0, beyondHead: 1 });
  });

  it('opens a log without a byte that has no head yet', async () => {
    const dir = ledgerDir();
    await leave(dir, 0);
    rmSync(path(dir, 'head'));
    const ledger = await openTestLedger(dir, { signer: SIGNER });
    expect(await ledger.append('match', {})).toMatchObject({ seq: 0, prev: GENESIS });
  });

  it('does not go on behind a bad entry, a cut tail, or without what should vouch for it', async () => {
    const spoil: readonly ((dir: string) => void)[] = [
      (dir) => appendFileSync(path(dir, 'log'), '{}\n'),
      (dir) => truncateSync(path(dir, 'log'), statSync(path(dir, 'log')).size - 1),
      (dir) => truncateSync(path(dir, 'log'), 0),
      (dir) => rmSync(path(dir, 'log')),
      (dir) => rmSync(path(dir, 'head')),
      (dir) => rmSync(path(dir, 'checkpoint')),
      (dir) => writeFileSync(path(dir, 'head'), makeLog(3).head),
      (dir) => writeFileSync(path(dir, 'checkpoint'), makeLog(3).checkpoint),
    ];
    for (const change of spoil) {
      const dir = ledgerDir();
      await leave(dir, 3, true);
      change(dir);
      expect(await rejectionOf(openTestLedger(dir, { signer: SIGNER }))).toBe('damaged');
    }
  });

  it('does not put its signature under what another key signed, unless that key is trusted', async () => {
    const dir = ledgerDir();
    await leave(dir, 2, true);
    const signer = newSigner();
    expect(await rejectionOf(openTestLedger(dir, { signer }))).toBe('damaged');
    await openTestLedger(dir, { signer, keys: [signer, SIGNER] });
  });

  it('lets the entries be read', async () => {
    const dir = ledgerDir();
    await leave(dir, 2);
    const kinds: string[] = [];
    for await (const { kind } of readLedger(dir, RUN)) kinds.push(kind);
    expect(kinds).toEqual(['match', 'match']);
  });
});
