import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, type ProcessIdentity, RUNNER_FILE } from '@rein/enforce';
import { codeOf } from '../fault.js';

/** Written once: by the runner that performs the run, or by the daemon that gave it up. */
export type Claim = { readonly runner: ProcessIdentity } | 'given-up';

/** The runner's: says that this process performs the run. False if the run was given up already. */
export function claimRun(folder: string): boolean {
  const self = identify(process.pid);
  return self !== undefined && write(folder, JSON.stringify({ runner: self }));
}

/**
 * The daemon's: gives up a run of which no runner is known. A runner that starts late all the same
 * finds the claim taken and ends: no run is performed that is said to have failed.
 */
export function giveUpRun(folder: string): Claim {
  write(folder, JSON.stringify({ givenUp: true }));
  return readClaim(folder) ?? 'given-up';
}

/** What is claimed; undefined while nobody has. */
export function readClaim(folder: string): Claim | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, RUNNER_FILE), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const value: unknown = JSON.parse(text);
  const runner: unknown = Reflect.get(Object(value), 'runner');
  const pid: unknown = Reflect.get(Object(runner), 'pid');
  const start: unknown = Reflect.get(Object(runner), 'start');
  return typeof pid === 'number' && typeof start === 'string'
    ? { runner: { pid, start } }
    : 'given-up';
}

/** Puts the claim there whole, or not at all: linking fails if the name exists. */
function write(folder: string, text: string): boolean {
  const draft = join(folder, `${RUNNER_FILE}.${process.pid}`);
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, join(folder, RUNNER_FILE));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
