import type { SqliteStatement } from 'kysely';
import type { Driver } from './driver.js';

/** Statements that are kept. The daemon has about a hundred; lists with filters make more of them. */
const KEPT = 300;
/** Longer ones are inserts of many rows, each with a text of its own. */
const LENGTH_MAX = 4096;
/** What is run again and again; the rest makes tables. */
const REPEATED = /^\s*(?:select|insert|update|delete|with)\b/i;

/**
 * The driver with its statements prepared once. A statement is run to its end before anybody else
 * has its turn, so one of each is enough.
 */
export function keepStatements(driver: Driver): Driver {
  const kept = new Map<string, SqliteStatement>();
  return {
    ...driver,
    prepare(sql) {
      const known = kept.get(sql);
      if (known !== undefined) {
        // The map keeps its order of insertion: the first is the one longest unused.
        kept.delete(sql);
        kept.set(sql, known);
        return known;
      }
      const statement = driver.prepare(sql);
      if (sql.length > LENGTH_MAX || !REPEATED.test(sql)) return statement;
      const [oldest] = kept.keys();
      if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(sql, statement);
      return statement;
    },
  };
}
