import { createRequire } from 'node:module';
import type Library from 'better-sqlite3';
import { fault } from '../fault.js';
import type { Driver } from './driver.js';

/**
 * The SQLite of Node 20: a native module that was compiled when it was installed. Loaded only where it
 * is needed, since an installation for a later Node does without it. Throws `no-sqlite`.
 */
export function openBetterSqlite(
  path: string,
  require: (name: string) => typeof Library = createRequire(import.meta.url),
): Driver {
  const Database = load(require);
  const database = new Database(path);
  return {
    library: 'better-sqlite3',
    close: () => void database.close(),
    prepare: (sql) => database.prepare<unknown[]>(sql),
    exec: (sql) => void database.exec(sql),
    value: (sql) => database.prepare<unknown[]>(sql).pluck().get(),
  };
}

function load(require: (name: string) => typeof Library): typeof Library {
  try {
    return require('better-sqlite3');
  } catch (error) {
    throw fault('no-sqlite', { version: process.version }, error);
  }
}
