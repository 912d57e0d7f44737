import { chmodSync } from 'node:fs';
import { Kysely } from 'kysely';
import { fault } from '../fault.js';
import { openBetterSqlite } from './better-sqlite.js';
import type { Driver, OpenDriver } from './driver.js';
import { groupCommitDialect } from './group-commit.js';
import { setMeta } from './meta.js';
import { migrate } from './migrate.js';
import { nodeSqlite } from './node-sqlite.js';
import type { Tables } from './schema.js';
import { keepStatements } from './statement-cache.js';
import { storeFault } from './store-fault.js';
import { createWalSync } from './wal-sync.js';
import { checkWholeFile } from './whole-file.js';
import { countWrites, createWritten } from './written.js';

export type Db = Kysely<Tables>;

/** The store, open and at the newest version. */
export interface Store {
  readonly db: Db;
  readonly driver: Driver;
  /** The version it had when it was opened, and the one it has. */
  readonly migrated: { readonly from: number; readonly to: number };
  /** Whether it answers and takes writes, now. Throws a typed error if not. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Write-ahead log. NORMAL: a commit does not wait for the disk; `groupCommitDialect` syncs the log
 * before it is acknowledged, so that what the daemon has said outlasts a power failure.
 */
const SETTINGS = [
  'pragma journal_mode = wal',
  'pragma synchronous = normal',
  'pragma foreign_keys = on',
  'pragma busy_timeout = 2000',
  // Deleted rows are overwritten: a revoked token's hash should not stay in free pages.
  'pragma secure_delete = on',
  'pragma trusted_schema = off',
  'pragma journal_size_limit = 67108864',
  'pragma cache_size = -16384',
];

/** Opens the store at `path`, which is made if need be. Throws the `store-…` faults. */
export async function openStore(
  path: string,
  openDriver: OpenDriver = nodeSqlite() ?? openBetterSqlite,
): Promise<Store> {
  checkWholeFile(path);
  const driver = typed(() => openDriver(path));
  let close: () => Promise<void> = async () => driver.close();
  try {
    chmodSync(path, 0o600);
    typed(() => {
      for (const statement of SETTINGS) driver.exec(statement);
      // Brings the log of an earlier life into the file, so that its length can be judged.
      driver.exec('pragma wal_checkpoint(truncate)');
    });
    checkWholeFile(path);
    const reader = typed(() => openReader(path, openDriver));
    const written = createWritten();
    const db = new Kysely<Tables>({
      dialect: groupCommitDialect({
        writer: keepStatements(guarded(driver)),
        reader: keepStatements(guarded(reader)),
        log: createWalSync(path),
        written,
      }),
    });
    countWrites(db, written);
    close = () => db.destroy();
    const migrated = await migrate(db);
    return { db, driver, migrated, probe: () => probe(db, driver), close };
  } catch (error) {
    await close();
    throw storeFault(error);
  }
}

function openReader(path: string, openDriver: OpenDriver): Driver {
  const reader = openDriver(path);
  reader.exec('pragma query_only = on');
  reader.exec('pragma busy_timeout = 2000');
  reader.exec('pragma trusted_schema = off');
  reader.exec('pragma cache_size = -32768');
  return reader;
}

/** A write like all others: one beside the group that is open could end it for those who are in it. */
async function probe(db: Db, driver: Driver): Promise<void> {
  if (typed(() => driver.value('pragma schema_version')) === undefined) {
    throw fault('store-damaged', { why: 'it has no schema' });
  }
  await setMeta(db, 'probe', '1');
}

/** The driver with failures as typed errors, wherever a statement fails. */
function guarded(driver: Driver): Driver {
  return {
    ...driver,
    exec: (sql) => typed(() => driver.exec(sql)),
    prepare(sql) {
      const statement = typed(() => driver.prepare(sql));
      return {
        reader: statement.reader,
        all: (parameters) => typed(() => statement.all(parameters)),
        run: (parameters) => typed(() => statement.run(parameters)),
        iterate: (parameters) => typed(() => statement.iterate(parameters)),
      };
    },
  };
}

function typed<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeFault(error);
  }
}
