import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fault } from '../fault.js';

/** Where the engine lies in this repository and in the published package alike. */
const BESIDE_PACKAGES = join('kernel', 'build', 'rein-engine');
/** Folders from this module up to the one that holds `kernel/`, bundled or not. */
const FOLDERS_UP_MAX = 5;

/**
 * The engine's program: `REIN_ENGINE` if set, else the one that was built beside this package.
 * Throws `no-engine`. PATH is not searched: whoever can put a program there could replace the
 * engine.
 */
export function findEngine(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.REIN_ENGINE;
  if (named !== undefined && named !== '') {
    if (isProgram(named)) return named;
    throw fault('no-engine', { path: named });
  }
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < FOLDERS_UP_MAX; up++) {
    const path = join(folder, BESIDE_PACKAGES);
    if (isProgram(path)) return path;
    folder = dirname(folder);
  }
  throw fault('no-engine', { path: BESIDE_PACKAGES });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
