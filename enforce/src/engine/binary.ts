import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fault } from '../fault.js';

/**
 * Where the engine lies, from the folder of this module: in the published package beside the bundle's
 * `dist`, in the repository where it was built. The package comes first: what lies above an installed
 * package is the project's.
 */
const PLACES = ['../../engine/rein-engine', '../../../kernel/build/rein-engine'];

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
  const folder = dirname(fileURLToPath(import.meta.url));
  const found = PLACES.map((place) => join(folder, place)).find(isProgram);
  if (found !== undefined) return found;
  throw fault('no-engine', { path: 'kernel/build/rein-engine' });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
