import { join } from 'node:path';
import { findRun, openStateDirectory, type RunFolder } from '@rein/enforce';

/** The record of what people did, which the daemon keeps beside those of the runs. */
const CONTROL = 'control';
const CONTROL_FOLDER = ['reind', 'record'] as const;

/** Where a record lies, and with whose keys it may be signed. */
export interface RecordPlace extends RunFolder {
  readonly state: string;
}

/**
 * The record that a person means: of a run (see `findRun`), whether a daemon started it or not, or
 * `control`. Throws `no-run`, `ambiguous-run`.
 */
export function locateRecord(name: string): RecordPlace {
  const state = openStateDirectory();
  if (name !== CONTROL) return { state, ...findRun(state, name) };
  return { state, run: CONTROL, folder: join(state, ...CONTROL_FOLDER) };
}
