import { expect, test } from 'vitest';
import { getMeta, setMeta } from '../../src/store/meta.js';
import type { Db } from '../../src/store/store.js';
import { keepUntilWritten } from '../../src/store/written.js';
import { newStand } from '../stand.js';

/** What is kept of `meta`, and how often it was read. */
function keeper(db: Db) {
  let reads = 0;
  const read = keepUntilWritten(db, ['meta'], 2, async (key) => {
    reads += 1;
    return key === 'initialized_at' ? ((await getMeta(db, key)) ?? 'none') : undefined;
  });
  return { read, reads: () => reads };
}

test('is read again after its table was written, and not before', async () => {
  const { db } = await newStand();
  const { read, reads } = keeper(db);
  expect([await read('initialized_at'), await read('initialized_at')]).toEqual(['none', 'none']);
  expect(reads()).toBe(1);
  await db.insertInto('outbox').values({ id: 'x', kind: 'k', fields: '{}' }).execute();
  await read('initialized_at');
  expect(reads()).toBe(1);
  await setMeta(db, 'initialized_at', '7');
  expect(await read('initialized_at')).toBe('7');
  // A statement that does not say what it changes may have changed this.
  await db.deleteFrom('outbox').execute();
  await read('initialized_at');
  expect(reads()).toBe(3);
});

test('what a transaction changes is kept out until it is committed, and if it is undone for good', async () => {
  const { db } = await newStand();
  const { read } = keeper(db);
  await db.transaction().execute(async (tx) => {
    await setMeta(tx, 'initialized_at', '1');
    expect(await read('initialized_at')).toBe('none');
  });
  expect(await read('initialized_at')).toBe('1');
  const undone = db.transaction().execute(async (tx) => {
    await setMeta(tx, 'initialized_at', '2');
    throw new Error('no');
  });
  await expect(undone).rejects.toThrow('no');
  expect(await read('initialized_at')).toBe('1');
});

test('keeps nothing of what is not there, and no more than it may', async () => {
  const { db } = await newStand();
  const { read, reads } = keeper(db);
  await read('nowhere');
  await read('nowhere');
  expect(reads()).toBe(2);
  let loads = 0;
  const few = keepUntilWritten(db, ['meta'], 2, async (key) => {
    loads += 1;
    return key;
  });
  for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) expect(await few(key)).toBe(key);
  expect(loads).toBe(4);
});
