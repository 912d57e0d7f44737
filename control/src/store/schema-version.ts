import { existsSync } from 'node:fs';
import { fault } from '../fault.js';
import { openBetterSqlite } from './better-sqlite.js';
import type { OpenDriver } from './driver.js';
import { nodeSqlite } from './node-sqlite.js';
import { storeFault } from './store-fault.js';

/**
 * The version of the store at `path`, which is only read; a daemon may run on it meanwhile. Throws the
 * `store-…` faults.
 */
export function schemaVersionOf(
  path: string,
  openDriver: OpenDriver = nodeSqlite() ?? openBetterSqlite,
): number {
  if (!existsSync(path)) throw fault('store-failed', { why: `there is none at \`${path}\`` });
  try {
    const driver = openDriver(path);
    try {
      driver.exec('pragma query_only = on');
      return Number(driver.value("select value from meta where key = 'schema_version'") ?? 0);
    } finally {
      driver.close();
    }
  } catch (error) {
    throw storeFault(error);
  }
}
