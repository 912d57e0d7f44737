import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
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

const SECTOR = 512;

test('what was not acknowledged may have reached the disk in any order, and is there whole or not', async () => {
  const last = acknowledged.at(-1) ?? 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: COMMITS - 2 }),
      fc.array(fc.nat({ max: Math.floor(last / SECTOR) }), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      async (synced, sectors, isZero) => {
        const kept = acknowledged[synced] ?? 0;
        const cut = join(directory, `torn-${copies++}.db`);
        copyFileSync(`${path}.copy`, cut);
        const log = readFileSync(`${path}.copy-wal`);
        for (const sector of sectors) {
          // Only what no commit had waited for.
          const at = Math.max(kept, sector * SECTOR);
          log.subarray(at, at + SECTOR).fill(isZero ? 0 : 0xa5);
        }
        writeFileSync(`${cut}-wal`, log);
        const store = await openStore(cut);
        const found = await store.db.selectFrom('meta').select('key').execute();
        await store.close();
        const keys = new Set(found.map(({ key }) => key));
        let isOver = false;
        for (let index = 0; index < COMMITS; index++) {
          const [a, b] = [keys.has(`a${index}`), keys.has(`b${index}`)];
          expect(a, `commit ${index} by half`).toBe(b);
          if (index <= synced) expect(a, `commit ${index} was acknowledged`).toBe(true);
          // Nothing is there behind what is not.
          expect(a && isOver).toBe(false);
          isOver ||= !a;
        }
      },
    ),
    { numRuns: process.env.REIN_TEST_FULL ? 400 : 40 },
  );
});
