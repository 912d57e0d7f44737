import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/run.js';

/** Beside node_modules and not in it: an install must not throw away 120 MB that did not change. */
export const cacheFolder = join(root, '.cache', 'node-22');

/** npm's `node` package is a wrapper with an install script; this is the executable it would fetch. */
export const packageName = `node-${process.platform}-${process.arch}`;

/** @returns {string | undefined} the executable of Node 22, if `npm run node22` has fetched it */
export function cachedNode22() {
  const executable = join(cacheFolder, 'node_modules', packageName, 'bin', 'node');
  return existsSync(executable) ? executable : undefined;
}
