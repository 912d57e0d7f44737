import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  EnforceFault,
  findRun,
  openStateDirectory,
  RUNNER_FILE,
  type RunFile,
  type RunFolder,
  readRunFile,
} from '@rein/enforce';
import { type Entry, LedgerError, readLedger } from '@rein/ledger';
import type { DaemonOptions } from '../daemon/where.js';
import type { Approvers } from './approvers.js';

/** A run as commands read it back. */
export interface RecordedRun {
  readonly run: string;
  /** Where it lies; nothing when it is elsewhere. */
  readonly folder: string | undefined;
  /** Not there when the run was cut short before it began, has no process, or is elsewhere. */
  readonly file: RunFile | undefined;
  readonly entries: readonly Entry[];
  /** What is wrong with the log, if it does not verify to its end; the entries before are good. */
  readonly damage: string | undefined;
  readonly approvers: Approvers;
}

/**
 * Reads the record of the run that `name` means: in the state directory, else at the daemon of whoever
 * has one; see `findRun`.
 */
export async function readRecord(name: string, options: DaemonOptions = {}): Promise<RecordedRun> {
  let found: RunFolder;
  try {
    found = findRun(openStateDirectory(), name);
  } catch (error) {
    if (!(error instanceof EnforceFault) || error.code !== 'no-run') throw error;
    const { fromDaemon } = await import('./remote.js');
    const remote = await fromDaemon(name, options);
    if (remote === undefined) throw error;
    return remote;
  }
  const { run, folder } = found;
  const entries: Entry[] = [];
  let damage: string | undefined;
  try {
    for await (const entry of readLedger(folder, run)) entries.push(entry);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'damaged') throw error;
    damage = error.message;
  }
  const file = descriptionOf(folder);
  // A run on a terminal has a description and no runner: the daemon need not be asked about it.
  const isLocal = file !== undefined && !existsSync(join(folder, RUNNER_FILE));
  const approvers = isLocal ? new Map() : await askWhoDecided(run, options);
  return { run, folder, file, entries, damage, approvers };
}

async function askWhoDecided(run: string, options: DaemonOptions): Promise<Approvers> {
  const { approversFrom } = await import('./remote.js');
  return approversFrom(run, options);
}

function descriptionOf(folder: string): RunFile | undefined {
  try {
    return readRunFile(folder);
  } catch {
    return undefined;
  }
}
