import type { Run } from '@rein/contract/api';
import type { ReinClient } from '@rein/sdk';
import { cliFault } from '../fault.js';

const WHOLE = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
/** Pages of 500 that are looked through for the end of an id. */
const PAGES_MAX = 20;

/**
 * The run of the daemon that a person means: its id, the start or the end of it, or `last`; undefined
 * when there is none. Throws `ambiguous`.
 */
export async function findDaemonRun(daemon: ReinClient, name: string): Promise<Run | undefined> {
  if (name === 'last') return (await daemon.listRuns({ limit: 1 })).items[0];
  const wanted = name.toUpperCase();
  if (wanted === '') return undefined;
  const found: Run[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const { items, next } = await daemon.listRuns({ limit: 500, cursor });
    found.push(
      ...items.filter(({ run_id }) => run_id.startsWith(wanted) || run_id.endsWith(wanted)),
    );
    if (next === undefined || (WHOLE.test(wanted) && found.length > 0)) break;
    cursor = next;
  }
  if (found.length > 1)
    throw cliFault('ambiguous', { id: name, count: found.length, what: 'runs' });
  return found[0];
}

/** The same; throws `no-such` when there is none. */
export async function requireDaemonRun(daemon: ReinClient, name: string): Promise<Run> {
  const found = await findDaemonRun(daemon, name);
  if (found === undefined)
    throw cliFault('no-such', { what: 'run of the daemon', id: name, list: 'rein runs' });
  return found;
}
