import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger, readLedger, verifyLedger } from '@rein/ledger';
import { expect, test } from 'vitest';
import { createJournal } from '../../src/record/journal.js';
import { note } from '../../src/record/outbox.js';
import { newStand } from '../stand.js';

async function newRecord() {
  const stand = await newStand();
  const dir = join(stand.directory, 'record');
  mkdirSync(dir, { mode: 0o700 });
  return { ...stand, dir };
}

async function entriesIn(dir: string) {
  const found: Record<string, unknown>[] = [];
  for await (const entry of readLedger(dir)) found.push({ ...entry });
  return found;
}

test('what was noted is in the ledger once and in order, and a rolled back change is not', async () => {
  const { db, dir } = await newRecord();
  const ledger = await openLedger({ dir, run: 'control', fsync: 'never' });
  const journal = createJournal(db, ledger, '');
  for (let index = 0; index < 500; index++) {
    await db.transaction().execute((tx) => note(tx, 'agent-created', { index }));
  }
  const failed = db.transaction().execute(async (tx) => {
    await note(tx, 'agent-deleted', {});
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');
  await Promise.all([journal.flush(), journal.flush(), journal.flush()]);
  await ledger.close();
  const entries = await entriesIn(dir);
  expect(entries.filter(({ kind }) => kind === 'agent-created').map(({ index }) => index)).toEqual(
    Array.from({ length: 500 }, (_, index) => index),
  );
  expect(entries.filter(({ kind }) => kind === 'agent-deleted')).toEqual([]);
  expect((await verifyLedger(dir)).ok).toBe(true);
});

test('an entry that the ledger cannot take is named there, and holds up no other', async () => {
  const { db, dir } = await newRecord();
  const ledger = await openLedger({ dir, run: 'control', fsync: 'never' });
  let deep: unknown = 'x';
  for (let index = 0; index < 100; index++) deep = [deep];
  await db.transaction().execute(async (tx) => {
    await note(tx, 'token-created', { label: 'a\ud800b' });
    await note(tx, 'token-revoked', { deep });
    await note(tx, 'agent-updated', {});
  });
  await createJournal(db, ledger, '').flush();
  await ledger.close();
  const entries = await entriesIn(dir);
  expect(entries.slice(0, 3)).toMatchObject([
    { kind: 'token-created', label: 'a\ufffdb' },
    { kind: 'token-revoked', unfit: true },
    { kind: 'agent-updated' },
  ]);
});

test('a crash between the ledger and the store makes no second entry', async () => {
  const { db, dir } = await newRecord();
  const ledger = await openLedger({ dir, run: 'control', fsync: 'never' });
  await db.transaction().execute((tx) => note(tx, 'agent-created', {}));
  const [row] = await db.selectFrom('outbox').selectAll().execute();
  await createJournal(db, ledger, '').flush();
  // The rows are back, as if the daemon had died before it deleted them.
  await db
    .insertInto('outbox')
    .values(row ?? { id: '', kind: '', fields: '' })
    .execute();
  await createJournal(db, ledger, row?.id ?? '').flush();
  await ledger.close();
  expect((await entriesIn(dir)).filter(({ kind }) => kind === 'agent-created')).toHaveLength(1);
  expect(await db.selectFrom('outbox').selectAll().execute()).toEqual([]);
});
