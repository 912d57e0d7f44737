import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cliFault } from '../fault.js';

/**
 * Where `reind` lies, from the folder of this module or of the bundle: in the published package, or in
 * the repository. The package comes first: what lies above an installed package is the project's.
 */
const PLACES = ['../../reind/daemon/main.js', '../../../control/bin/reind.js'];

/**
 * The program of the daemon: `REIN_REIND` if set, else the one that came with this command. PATH is
 * not searched: it is the user's shell that is trusted, not every folder that it looks into. Throws
 * `no-reind`.
 */
export function reindProgram(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.REIN_REIND;
  const folder = dirname(fileURLToPath(import.meta.url));
  const places = named ? [named] : PLACES.map((place) => join(folder, place));
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw cliFault('no-reind', {});
  return found;
}

/** Where the program that performs one run lies, as above. */
const RUNNERS = ['../../reind/runner/main.js', '../../../control/dist/runner/main.js'];

/** The program that performs one run, of the daemon that came with this command. Throws `no-reind`. */
export function runnerProgram(): string {
  const folder = dirname(fileURLToPath(import.meta.url));
  const found = RUNNERS.map((place) => join(folder, place)).find((path) => existsSync(path));
  if (found === undefined) throw cliFault('no-reind', {});
  return found;
}
