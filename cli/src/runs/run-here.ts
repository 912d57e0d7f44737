import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  EnforceFault,
  findRun,
  openStateDirectory,
  RUN_FILE,
  RUNNER_FILE,
  type RunFolder,
} from '@rein/enforce';

/** The run of this machine that a person means; undefined when there is none. Throws `ambiguous-run`. */
export function runHere(name: string): RunFolder | undefined {
  try {
    return findRun(openStateDirectory(), name);
  } catch (error) {
    if (error instanceof EnforceFault && error.code === 'no-run') return undefined;
    throw error;
  }
}

/**
 * Whether the daemon has the run: who started one here left a description and no runner. The daemon
 * keeps who may decide about its runs, and its absence is no way around that: what is done to them goes
 * through it.
 */
export function isOfDaemon({ folder }: Pick<RunFolder, 'folder'>): boolean {
  return !existsSync(join(folder, RUN_FILE)) || existsSync(join(folder, RUNNER_FILE));
}
