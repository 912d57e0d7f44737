import { appendFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LedgerVerdict, verifyLedger } from '../../src/index.js';
import { rejectionOf } from '../support/code-of.js';
import { fileOf, ledgerDir, openTestLedger } from '../support/ledger-dir.js';
import { newSigner, RUN, SIGNER } from '../support/log.js';

const KEYS = [{ publicKey: SIGNER.publicKey }];

async function sealedLedger(): Promise<string> {
  const dir = ledgerDir();
  const ledger = await openTestLedger(dir, { signer: SIGNER });
  for (const rule of ['one', 'two', 'three']) await ledger.append('match', { rule });
  await ledger.close();
  return dir;
}

function nameOf(verdict: LedgerVerdict): string {
  return verdict.ok ? 'ok' : verdict.finding.name;
}

describe('verifyLedger', () => {
  it('accepts a ledger that was closed', async () => {
    const dir = await sealedLedger();
    const verdict = await verifyLedger(dir, { run: RUN, keys: KEYS });
    expect(verdict).toMatchObject({ ok: true, live: false, sealed: true, entries: 4, signed: 4 });
  });

  it('accepts what a live writer is not done with, and says that it is live', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir, { signer: SIGNER });
    await ledger.append('match', {});
    const verdict = await verifyLedger(dir, { run: RUN, keys: KEYS });
    expect(verdict).toMatchObject({ ok: true, live: true, entries: 1, attested: 0, signed: 0 });
    await ledger.close({ handOver: true });
    expect(await verifyLedger(dir, { run: RUN, keys: KEYS })).toMatchObject({
      ok: true,
      live: false,
    });
  });

  it('verifies while a writer is busy, again and again', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir, { signer: SIGNER });
    const appends: Promise<unknown>[] = [];
    for (let round = 0; round < 30; round++) {
      for (let index = 0; index < 400; index++) appends.push(ledger.append('match', { index }));
      expect(nameOf(await verifyLedger(dir, { run: RUN, keys: KEYS }))).toBe('ok');
    }
    await Promise.all(appends);
  }, 60_000);

  it.each([
    ['altered', (dir: string) => edit(dir, (log) => log.replace('"two"', '"TWO"'))],
    ['missing', (dir: string) => edit(dir, (log) => log.split('\n').toSpliced(1, 1).join('\n'))],
    ['truncated', (dir: string) => edit(dir, (log) => log.split('\n').toSpliced(3, 1).join('\n'))],
    ['truncated', (dir: string) => truncateSync(join(dir, 'log.jsonl'), 10)],
    ['torn-tail', (dir: string) => appendFileSync(join(dir, 'log.jsonl'), '{')],
    ['no-head', (dir: string) => rmSync(join(dir, 'head.json'))],
    ['bad-head', (dir: string) => writeFileSync(join(dir, 'head.json'), '')],
    ['no-checkpoint', (dir: string) => rmSync(join(dir, 'checkpoint'))],
  ])('finds %s', async (name, spoil) => {
    const dir = await sealedLedger();
    spoil(dir);
    expect(nameOf(await verifyLedger(dir, { run: RUN, keys: KEYS }))).toBe(name);
  });

  it('finds another signer', async () => {
    const dir = await sealedLedger();
    const keys = [{ publicKey: newSigner().publicKey }];
    expect(nameOf(await verifyLedger(dir, { run: RUN, keys }))).toBe('unknown-key');
  });

  it('finds a cut tail even where a writer is at work', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    await ledger.append('match', {});
    await ledger.close({ handOver: true });
    const head = fileOf(dir, 'head');
    await openTestLedger(dir);
    truncateSync(join(dir, 'log.jsonl'), 0);
    writeFileSync(join(dir, 'head.json'), head);
    expect(await verifyLedger(dir, { run: RUN })).toMatchObject({
      ok: false,
      live: true,
      finding: { name: 'truncated', seq: 0 },
    });
  });

  it('says when there is nothing to verify', async () => {
    expect(await rejectionOf(verifyLedger(ledgerDir()))).toBe('no-ledger');
  });
});

function edit(dir: string, change: (log: string) => string): void {
  writeFileSync(join(dir, 'log.jsonl'), change(fileOf(dir, 'log')));
}
