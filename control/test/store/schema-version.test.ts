import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/store/migrations/index.js';
import { schemaVersionOf } from '../../src/store/schema-version.js';
import { faultOf, newStand } from '../stand.js';

test('the version of a store is read while somebody works on it, and nothing is changed', async () => {
  const { directory, store } = await newStand();
  const path = join(directory, 'store.db');
  expect(schemaVersionOf(path)).toBe(MIGRATIONS.length);
  expect(schemaVersionOf(path)).toBe(store.migrated.to);
  await store.probe();
  expect(await faultOf(() => void schemaVersionOf(join(directory, 'nothing.db')))).toBe(
    'store-failed',
  );
});
