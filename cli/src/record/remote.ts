import type { Entry } from '@rein/ledger';
import { type Daemon, daemonIfAny } from '../daemon/client.js';
import { findDaemonRun } from '../daemon/find-run.js';
import type { DaemonOptions } from '../daemon/where.js';
import { type Approvers, approversOf } from './approvers.js';
import type { RecordedRun } from './read.js';

/** Entries that are fetched; a longer record is read on the machine where it lies. */
const ENTRIES_MAX = 100_000;

/** The record of a run that lies with a daemon elsewhere; undefined when nobody knows of it. */
export async function fromDaemon(
  name: string,
  options: DaemonOptions,
): Promise<RecordedRun | undefined> {
  const daemon = daemonIfAny(options);
  const found = daemon && (await findDaemonRun(daemon, name));
  if (daemon === undefined || found === undefined) return undefined;
  const run = found.run_id;
  const entries = await entriesOf(daemon, run);
  return {
    run,
    entries,
    ...{ folder: undefined, file: undefined, damage: undefined },
    approvers: await approversOf(daemon, run),
  };
}

/** Who decided about a run of this machine's daemon; nobody is known while the daemon is not there. */
export async function approversFrom(run: string, options: DaemonOptions): Promise<Approvers> {
  const daemon = daemonIfAny(options);
  if (daemon === undefined) return new Map();
  return approversOf(daemon, run).catch(() => new Map());
}

async function entriesOf(daemon: Daemon, run: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let after = -1; entries.length < ENTRIES_MAX; ) {
    const { items, next_after } = await daemon.runEvents(run, after);
    if (items.length === 0) break;
    // They are what the daemon hashed; `rein audit verify` is for who does not take its word.
    for (const { entry } of items) entries.push(JSON.parse(JSON.stringify(entry)));
    after = next_after;
  }
  return entries;
}
