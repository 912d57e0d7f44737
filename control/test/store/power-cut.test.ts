import { copyFileSync, mkdtempSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../src/store/store.js';

const COMMITS = 40;
const directory = mkdtempSync(join(tmpdir(), 'rein-power-'));
const path = join(directory, 'store.db');
/** Length of the write-ahead log when commit N was acknowledged. */
const acknowledged: number[] = [];
let copies = 0;

// What a power cut leaves is a prefix of what was written after the last sync: the main file as the
// last checkpoint left it, and a write-ahead log that ends anywhere, also within a page.
beforeAll(async () => {
  const store = await openStore(path);
  store.driver.exec('pragma wal_autocheckpoint = 0');
  for (let index = 0; index < COMMITS; index++) {
    await store.db.transaction().execute(async (tx) => {
      await tx
        .insertInto('meta')
        .values({ key: `a${index}`, value: 'x'.repeat(index * 50) })
        .execute();
      await tx
        .insertInto('meta')
        .values({ key: `b${index}`, value: 'y' })
        .execute();
    });
    acknowledged.push(statSync(`${path}-wal`).size);
  }
  copyFileSync(path, `${path}.copy`);
  copyFileSync(`${path}-wal`, `${path}.copy-wal`);
  await store.close();
});

afterAll(() => expect(copies).toBeGreaterThan(0));

test('after a power cut the store has every acknowledged commit, and none by half', async () => {
  const last = acknowledged.at(-1) ?? 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: last }), async (bytes) => {
      const cut = join(directory, `cut-${copies++}.db`);
      copyFileSync(`${path}.copy`, cut);
      copyFileSync(`${path}.copy-wal`, `${cut}-wal`);
      truncateSync(`${cut}-wal`, bytes);
      const store = await openStore(cut);
      const found = await store.db.selectFrom('meta').select('key').execute();
      await store.close();
      const keys = new Set(found.map(({ key }) => key));
      // Commit N is there exactly if the log reached the length it had when N was acknowledged.
      for (const [index, length] of acknowledged.entries()) {
        expect(keys.has(`a${index}`), `commit ${index} at ${bytes}`).toBe(length <= bytes);
        expect(keys.has(`b${index}`), `commit ${index} at ${bytes}`).toBe(length <= bytes);
      }
    }),
    { numRuns: process.env.REIN_TEST_FULL ? 400 : 40 },
  );
});
