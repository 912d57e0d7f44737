import {
  findRun,
  openStateDirectory,
  type RunFile,
  type RunFolder,
  readRunFile,
} from '@rein/enforce';
import { type Entry, LedgerError, readLedger } from '@rein/ledger';

/** A run as commands read it back. */
export interface RecordedRun extends RunFolder {
  /** Not there when the run was cut short before it began. */
  readonly file: RunFile | undefined;
  readonly entries: readonly Entry[];
  /** What is wrong with the log, if it does not verify to its end; the entries before are good. */
  readonly damage: string | undefined;
}

/** Reads the record of the run that `name` means; see `findRun`. */
export async function readRecord(name: string): Promise<RecordedRun> {
  const { run, folder } = findRun(openStateDirectory(), name);
  const entries: Entry[] = [];
  let damage: string | undefined;
  try {
    for await (const entry of readLedger(folder, run)) entries.push(entry);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'damaged') throw error;
    damage = error.message;
  }
  return { run, folder, file: descriptionOf(folder), entries, damage };
}

function descriptionOf(folder: string): RunFile | undefined {
  try {
    return readRunFile(folder);
  } catch {
    return undefined;
  }
}
