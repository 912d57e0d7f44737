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
    await db.transaction().execute((tx) => note(tx, 'noted', { index }));
  }
  const failed = db.transaction().execute(async (tx) => {
    await note(tx, 'never', {});
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');
  await Promise.all([journal.flush(), journal.flush(), journal.flush()]);
  await ledger.close();
  const entries = await entriesIn(dir);
  expect(entries.filter(({ kind }) => kind === 'noted').map(({ index }) => index)).toEqual(
    Array.from({ length: 500 }, (_, index) => index),
  );
  expect(entries.filter(({ kind }) => kind === 'never')).toEqual([]);
  expect((await verifyLedger(dir)).ok).toBe(true);
});

test('an entry that the ledger cannot take is named there, and holds up no other', async () => {
  const { db, dir } = await newRecord();
  const ledger = await openLedger({ dir, run: 'control', fsync: 'never' });
  let deep: unknown = 'x';
  for (let index = 0; index < 100; index++) deep = [deep];
  await db.transaction().execute(async (tx) => {
    await note(tx, 'half', { label: 'a\ud800b' });
    await note(tx, 'deep', { deep });
    await note(tx, 'after', {});
  });
  await createJournal(db, ledger, '').flush();
  await ledger.close();
  const entries = await entriesIn(dir);
  expect(entries.slice(0, 3)).toMatchObject([
    { kind: 'half', label: 'a\ufffdb' },
    { kind: 'deep', unfit: true },
    { kind: 'after' },
  ]);
});

test('a crash between the ledger and the store makes no second entry', async () => {
  const { db, dir } = await newRecord();
  const ledger = await openLedger({ dir, run: 'control', fsync: 'never' });
  await db.transaction().execute((tx) => note(tx, 'noted', {}));
  const [row] = await db.selectFrom('outbox').selectAll().execute();
  await createJournal(db, ledger, '').flush();
  // The rows are back, as if the daemon had died before it deleted them.
  await db
    .insertInto('outbox')
    .values(row ?? { id: '', kind: '', fields: '' })
    .execute();
  await createJournal(db, ledger, row?.id ?? '').flush();
  await ledger.close();
  expect((await entriesIn(dir)).filter(({ kind }) => kind === 'noted')).toHaveLength(1);
  expect(await db.selectFrom('outbox').selectAll().execute()).toEqual([]);
});
