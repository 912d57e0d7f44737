import type { Driver } from './driver.js';

/** The part of `node:sqlite` that is used; the types of Node 20 do not know the module. */
interface Statement {
  all(...parameters: readonly unknown[]): unknown[];
  get(...parameters: readonly unknown[]): unknown;
  run(...parameters: readonly unknown[]): {
    changes: number | bigint;
    lastInsertRowid: number | bigint;
  };
  iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
}
interface Connection {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  close(): void;
}
interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => Connection;
}

/** Statements that return rows, as SQLite's grammar has them; what Kysely makes is one of these. */
const READER = /^\s*(?:select|with|pragma|explain|values)\b|\breturning\b/i;

/** The SQLite that is part of Node from 22.13 on; undefined before. */
export function nodeSqlite(): ((path: string) => Driver) | undefined {
  const found = loadNodeSqlite();
  return found === undefined ? undefined : (path) => open(new found.DatabaseSync(path));
}

function open(connection: Connection): Driver {
  return {
    library: 'node:sqlite',
    close: () => connection.close(),
    prepare(sql) {
      const statement = connection.prepare(sql);
      return {
        reader: READER.test(sql),
        all: (parameters) => statement.all(...parameters),
        run: (parameters) => statement.run(...parameters),
        iterate: (parameters) => statement.iterate(...parameters),
      };
    },
    exec: (sql) => connection.exec(sql),
    value(sql) {
      const row = connection.prepare(sql).get();
      return typeof row === 'object' && row !== null ? Object.values(row)[0] : undefined;
    },
  };
}

function loadNodeSqlite(): NodeSqlite | undefined {
  try {
    const found: unknown = process.getBuiltinModule('node:sqlite');
    return isNodeSqlite(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isNodeSqlite(value: unknown): value is NodeSqlite {
  return (
    typeof value === 'object' &&
    value !== null &&
    'DatabaseSync' in value &&
    typeof value.DatabaseSync === 'function'
  );
}
