import type { SqliteDatabase } from 'kysely';

/**
 * What the store needs of an embedded SQLite: prepared statements, as Kysely wants them, and bare
 * statements. One connection, used by one process.
 */
export interface Driver extends SqliteDatabase {
  /** Which library it is, for `rein doctor` and for tests. */
  readonly library: 'better-sqlite3' | 'node:sqlite';
  /** Runs statements that return nothing. */
  exec(sql: string): void;
  /** The first column of the first row. */
  value(sql: string): unknown;
}

/** Opens the database file at `path`, which is made if it is not there. */
export type OpenDriver = (path: string) => Driver;
