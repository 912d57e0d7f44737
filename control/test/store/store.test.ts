import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ControlFault } from '../../src/fault.js';
import { openBetterSqlite } from '../../src/store/better-sqlite.js';
import { migrate, schemaVersion } from '../../src/store/migrate.js';
import { MIGRATIONS } from '../../src/store/migrations/index.js';
import { openStore, type Store } from '../../src/store/store.js';
import { isDuplicate, storeFault } from '../../src/store/store-fault.js';

function newPath(): string {
  return join(mkdtempSync(join(tmpdir(), 'rein-store-')), 'store.db');
}

async function insertRun(store: Store, id: string): Promise<void> {
  await store.db
    .insertInto('run')
    .values({
      id,
      agent_uid: 'u',
      agent_id: 'a',
      status: 'QUEUED',
      submitted_by: 's',
      cwd: '/',
      budgets: '{}',
      provenance: '{}',
      policy_digest: '',
      created_at: 1,
      log_offset: 0,
      events: 0,
      version: 1,
    })
    .execute();
}

async function faultOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ControlFault) return error.code;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('a new store is private, at the newest version, and a second opening changes nothing', async () => {
  const path = newPath();
  const first = await openStore(path);
  expect(first.migrated).toEqual({ from: 0, to: MIGRATIONS.length });
  await insertRun(first, 'one');
  await first.close();
  expect(statSync(path).mode & 0o777).toBe(0o600);

  const second = await openStore(path);
  expect(second.migrated).toEqual({ from: MIGRATIONS.length, to: MIGRATIONS.length });
  expect(await second.db.selectFrom('run').select('id').execute()).toEqual([{ id: 'one' }]);
  await second.close();
});

test('a step that fails leaves the store at the version before it', async () => {
  const store = await openStore(newPath());
  const broken = {
    name: 'broken',
    up: async ({ run }: { run(statement: string): Promise<void> }) => {
      await run('create table half (x integer)');
      throw new Error('midway');
    },
  };
  await expect(migrate(store.db, [...MIGRATIONS, broken])).rejects.toThrow('midway');
  expect(await schemaVersion(store.db)).toBe(MIGRATIONS.length);
  expect(store.driver.value("select count(*) from sqlite_master where name = 'half'")).toBe(0);
  await store.close();
});

test('a store of a newer reind is refused', async () => {
  const path = newPath();
  const store = await openStore(path);
  store.driver.exec("update meta set value = '99' where key = 'schema_version'");
  await store.close();
  expect(await faultOf(() => openStore(path))).toBe('store-newer');
});

test('a file that is no database is refused', async () => {
  const path = newPath();
  writeFileSync(path, 'x'.repeat(5000));
  expect(await faultOf(() => openStore(path))).toBe('store-damaged');
});

test('a database without its end is refused, whatever is missing', async () => {
  const path = newPath();
  const store = await openStore(path);
  for (let index = 0; index < 200; index++) await insertRun(store, `run-${index}`);
  await store.close();
  const whole = readFileSync(path);
  for (const bytes of [whole.length - 1, whole.length - 4096, 4096, 99, 1]) {
    const cut = newPath();
    writeFileSync(cut, whole);
    truncateSync(cut, bytes);
    expect(await faultOf(() => openStore(cut)), `${bytes} bytes`).toBe('store-damaged');
  }
});

test('a full disk is a typed error, keeps what was acknowledged, and passes', async () => {
  const store = await openStore(newPath());
  await insertRun(store, 'acknowledged');
  const pages = Number(store.driver.value('pragma page_count'));
  store.driver.exec(`pragma max_page_count = ${pages}`);
  const many = async () => {
    for (let index = 0; index < 1000; index++) await insertRun(store, `run-${index}`);
  };
  expect(await faultOf(many)).toBe('store-full');
  const kept = await store.db.selectFrom('run').select('id').where('id', '=', 'acknowledged');
  expect(await kept.execute()).toHaveLength(1);
  store.driver.exec(`pragma max_page_count = ${pages + 1000}`);
  await insertRun(store, 'after');
  await store.close();
});

test('a store that cannot be written is a typed error for writes and still answers reads', async () => {
  const store = await openStore(newPath());
  await insertRun(store, 'one');
  store.driver.exec('pragma query_only = on');
  expect(await faultOf(() => insertRun(store, 'two'))).toBe('store-read-only');
  expect(await faultOf(() => store.probe())).toBe('store-read-only');
  expect(await store.db.selectFrom('run').select('id').execute()).toHaveLength(1);
  await store.close();
});

test.skipIf(process.getuid?.() === 0)(
  'a file without write permission is refused at the start',
  async () => {
    const path = newPath();
    await (await openStore(path)).close();
    chmodSync(path, 0o400);
    chmodSync(join(path, '..'), 0o500);
    expect(await faultOf(() => openStore(path))).toBe('store-read-only');
  },
);

test('a store that another program holds is a typed error', async () => {
  const path = newPath();
  const store = await openStore(path);
  const other = await openStore(path);
  store.driver.exec('pragma busy_timeout = 0');
  other.driver.exec('begin immediate');
  expect(await faultOf(() => insertRun(store, 'one'))).toBe('store-busy');
  other.driver.exec('rollback');
  await insertRun(store, 'one');
  await other.close();
  await store.close();
});

test.each([
  ['SQLITE_IOERR_FSYNC', 'store-failed'],
  ['SQLITE_READONLY_DIRECTORY', 'store-read-only'],
  ['SQLITE_CORRUPT_INDEX', 'store-damaged'],
])('%s is %s', (code, expected) => {
  expect(storeFault(Object.assign(new Error('disk'), { code }))).toMatchObject({ code: expected });
});

test('a second row with the same key is told apart from a failing disk', async () => {
  const store = await openStore(newPath());
  await insertRun(store, 'one');
  const error = await insertRun(store, 'one').catch((thrown: unknown) => thrown);
  expect(isDuplicate(error)).toBe(true);
  expect(isDuplicate(new Error('x'))).toBe(false);
  await store.close();
});

test('says what it needs where there is no SQLite', () => {
  const missing = () => {
    throw new Error('Cannot find module');
  };
  expect(() => openBetterSqlite(':memory:', missing)).toThrow(
    expect.objectContaining({ code: 'no-sqlite' }),
  );
});
