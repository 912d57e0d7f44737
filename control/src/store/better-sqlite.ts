import Database from 'better-sqlite3';
import type { Driver } from './driver.js';

/** The SQLite of Node 20: a native module that was compiled when it was installed. */
export function openBetterSqlite(path: string): Driver {
  const database = new Database(path);
  return {
    library: 'better-sqlite3',
    close: () => void database.close(),
    prepare: (sql) => database.prepare<unknown[]>(sql),
    exec: (sql) => void database.exec(sql),
    value: (sql) => database.prepare<unknown[]>(sql).pluck().get(),
  };
}
