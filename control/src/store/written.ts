import { type RootOperationNode, TableNode } from 'kysely';
import type { Db } from './store.js';

/** Counts, by table, the commits that changed it. */
export interface Written {
  note(tables: Iterable<string>): void;
  /** Greater than before if one of the tables may have changed. */
  count(tables: readonly string[]): number;
}

/** Stands for a table that cannot be told from a statement: it may be any. */
const ANY = '*';

export function createWritten(): Written {
  const counts = new Map<string, number>();
  const of = (table: string): number => counts.get(table) ?? 0;
  return {
    note(tables) {
      for (const table of tables) counts.set(table, of(table) + 1);
    },
    count: (tables) => tables.reduce((sum, table) => sum + of(table), of(ANY)),
  };
}

/** The table that a statement changes. */
export function tableChanged(node: RootOperationNode): string {
  const table =
    node.kind === 'InsertQueryNode'
      ? node.into
      : node.kind === 'UpdateQueryNode'
        ? node.table
        : undefined;
  return table !== undefined && TableNode.is(table) ? table.table.identifier.name : ANY;
}

/** Of the stores that are open: who keeps what he read has to know when it is read anew. */
const stores = new WeakMap<Db, Written>();

export function countWrites(db: Db, written: Written): void {
  stores.set(db, written);
}

/**
 * Keeps up to `most` values of `load` for as long as none of `tables` is written: then what is there
 * is what a query would find, since the daemon is the only one who writes. A value that is undefined
 * is not kept: it would be room for whoever asks for what does not exist.
 */
export function keepUntilWritten<Value>(
  db: Db,
  tables: readonly string[],
  most: number,
  load: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  const kept = new Map<string, Value>();
  let at = -1;
  return async (key) => {
    const written = stores.get(db);
    if (written === undefined) return load(key);
    const now = written.count(tables);
    if (now !== at) kept.clear();
    at = now;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const found = await load(key);
    if (found === undefined || written.count(tables) !== now || at !== now) return found;
    const [oldest] = kept.keys();
    if (kept.size >= most && oldest !== undefined) kept.delete(oldest);
    kept.set(key, found);
    return found;
  };
}
