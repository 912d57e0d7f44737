import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openBetterSqlite } from '../../src/store/better-sqlite.js';
import type { OpenDriver } from '../../src/store/driver.js';
import { groupCommitDialect } from '../../src/store/group-commit.js';
import { nodeSqlite } from '../../src/store/node-sqlite.js';

const openDriver: OpenDriver = nodeSqlite() ?? openBetterSqlite;

interface Tables {
  item: { id: number; text: string };
}

/** A store whose commits are counted, and fail when they are told to. */
function newStore() {
  const path = join(mkdtempSync(join(tmpdir(), 'rein-group-')), 'store.db');
  const writer = openDriver(path);
  writer.exec('pragma journal_mode = wal');
  writer.exec('create table item (id integer primary key, text text not null)');
  const reader = openDriver(path);
  let commits = 0;
  let failing: Error | undefined;
  let syncing: Error | undefined;
  const db = new Kysely<Tables>({
    dialect: groupCommitDialect({
      reader,
      log: {
        sync: async () => {
          if (syncing !== undefined) throw syncing;
        },
        close: async () => undefined,
      },
      writer: {
        ...writer,
        exec(sql) {
          if (sql === 'commit') {
            if (failing !== undefined) throw failing;
            commits += 1;
          }
          writer.exec(sql);
        },
      },
    }),
  });
  onTestFinished(() => db.destroy());
  const insert = (id: number) =>
    db
      .insertInto('item')
      .values({ id, text: `t${id}` })
      .execute();
  const ids = async () => (await db.selectFrom('item').select('id').execute()).map(({ id }) => id);
  const fail = (error: Error | undefined) => {
    failing = error;
  };
  const failSync = (error: Error): void => {
    syncing = error;
  };
  return { db, insert, ids, fail, failSync, commits: () => commits };
}

test('changes that come together go to the disk together, and each is there when it is said', async () => {
  const { insert, ids, commits, db } = newStore();
  const seen = await Promise.all(
    Array.from({ length: 100 }, async (_, id) => {
      await insert(id);
      return (await ids()).includes(id);
    }),
  );
  expect(seen.every((there) => there)).toBe(true);
  expect(commits()).toBeLessThan(10);
  const updated = await db.updateTable('item').set({ text: 'x' }).where('id', '<', 7).execute();
  expect(updated[0]?.numUpdatedRows).toBe(7n);
});

test('a change that fails takes nothing with it', async () => {
  const { db, insert, ids } = newStore();
  await insert(1);
  const outcomes = await Promise.allSettled([
    insert(2),
    insert(1),
    db.transaction().execute(async (tx) => {
      await tx.insertInto('item').values({ id: 3, text: 'x' }).execute();
      throw new Error('midway');
    }),
    insert(4),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  ]);
  expect(await ids()).toEqual([1, 2, 4]);
});

test('who is refused because of another change of the group finds it', async () => {
  const { insert, ids } = newStore();
  const found = await Promise.all([
    insert(1).then(ids),
    insert(1).then(ids, ids),
    insert(1).then(ids, ids),
  ]);
  expect(found).toEqual([[1], [1], [1]]);
});

test('nobody sees half a change', async () => {
  const { db, insert, ids } = newStore();
  const seen: number[][] = [];
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('item').values({ id: 1, text: 'x' }).execute();
    seen.push(await ids());
    // The transaction itself does see it.
    const own = await tx.selectFrom('item').select('id').execute();
    seen.push(own.map(({ id }) => id));
  });
  expect(seen).toEqual([[], [1]]);
  await insert(2);
  expect(await ids()).toEqual([1, 2]);
});

test('a commit that fails fails for everybody in it, and the next one does not', async () => {
  const { db, insert, ids, fail } = newStore();
  fail(new Error('disk'));
  const outcomes = await Promise.allSettled([
    insert(1),
    db.transaction().execute((tx) => tx.insertInto('item').values({ id: 2, text: 'x' }).execute()),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fail(undefined);
  await insert(3);
  expect(await ids()).toEqual([3]);
});

test('after a sync that failed nothing is acknowledged any more', async () => {
  const { insert, failSync } = newStore();
  await insert(1);
  failSync(new Error('disk'));
  await expect(insert(2)).rejects.toThrow('disk');
  await expect(insert(3)).rejects.toThrow('disk');
});

test('a transaction whose group is over goes on with nothing', async () => {
  const { db, insert, ids } = newStore();
  await expect(
    db.transaction().execute(async (tx) => {
      await tx.insertInto('item').values({ id: 1, text: 'x' }).execute();
      // Not a refusal of the one statement: nobody knows what is left of the transaction.
      await sql`select * from nowhere`.execute(tx).catch(() => undefined);
      await tx.insertInto('item').values({ id: 2, text: 'x' }).execute();
    }),
  ).rejects.toThrow('the transaction was undone');
  await insert(3);
  expect(await ids()).toEqual([3]);
});
