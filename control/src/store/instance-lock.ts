import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identify, type ProcessIdentity } from '@rein/enforce';
import { ControlFault, fault } from '../fault.js';
import { openBetterSqlite } from './better-sqlite.js';
import type { OpenDriver } from './driver.js';
import { nodeSqlite } from './node-sqlite.js';
import { storeFault } from './store-fault.js';

/** That this process is the only daemon of a state directory. */
export interface InstanceLock {
  release(): void;
}

/**
 * Takes the state directory for this process. Throws `another-daemon`, and what else keeps
 * the lock from being taken.
 *
 * Node has no flock(2). SQLite locks its files with fcntl(2), which the kernel drops when a process
 * ends, however it ends: there is no stale lock to judge, and no race to judge it in. So the lock is
 * an open transaction on an empty database. `reind.json` beside it says who holds it, for messages.
 */
export async function lockInstance(
  directory: string,
  openDriver: OpenDriver = nodeSqlite() ?? openBetterSqlite,
): Promise<InstanceLock> {
  const owner = join(directory, 'reind.json');
  const driver = openDriver(join(directory, 'reind.lock'));
  try {
    driver.exec('pragma busy_timeout = 0');
    driver.exec('begin exclusive');
  } catch (error) {
    driver.close();
    const found = storeFault(error);
    if (!(found instanceof ControlFault) || found.code !== 'store-busy') throw found;
    const { pid } = readOwner(owner);
    throw fault('another-daemon', { pid, path: directory }, error);
  }
  const self = identify(process.pid) ?? { pid: process.pid, start: '' };
  await writeFile(`${owner}.tmp`, `${JSON.stringify(self)}\n`, { mode: 0o600 });
  await rename(`${owner}.tmp`, owner);
  return { release: () => driver.close() };
}

/** Who runs, or ran last, on a state directory. */
export function readOwner(path: string): ProcessIdentity {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (
      typeof value === 'object' &&
      value !== null &&
      'pid' in value &&
      typeof value.pid === 'number' &&
      'start' in value &&
      typeof value.start === 'string'
    ) {
      return { pid: value.pid, start: value.start };
    }
  } catch {
    // It may be about to be written: the lock itself is what counts.
  }
  return { pid: 0, start: '?' };
}
