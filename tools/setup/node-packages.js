import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run, SetupFailure } from './run.js';
import { say, since } from './say.js';

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} Locked
 */

/**
 * @param {string} file
 * @returns {Record<string, Locked> | undefined} undefined when the file is absent or not whole
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Compares the lockfile with the one npm leaves inside node_modules as the last act of an install.
 * Content, not time: a fresh clone has new times on old files, and `npm install` by hand counts too.
 *
 * @returns {boolean}
 */
function isInstalled() {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, locked]) => {
    // The root itself is not listed, and optional packages are often for another platform.
    if (path === '' || locked.optional === true) return true;
    const found = present[path];
    if (found === undefined || !existsSync(join(root, path))) return false;
    return (
      found.link === locked.link &&
      found.version === locked.version &&
      found.integrity === locked.integrity
    );
  });
}

/**
 * What one native package needs to compile here instead of fetching: no prebuilt binary is asked for,
 * and Node's headers are the ones that came with this Node.
 *
 * @returns {Record<string, string>}
 */
function compileHere() {
  const prefix = dirname(dirname(process.execPath));
  const headers = existsSync(join(prefix, 'include', 'node', 'node.h'));
  return {
    npm_config_build_from_source: 'true',
    ...(headers ? { npm_config_nodedir: prefix } : {}),
  };
}

/** Installs exactly the lockfile, when node_modules differs from it. */
export function ensureNodePackages() {
  if (isInstalled()) {
    say('node packages', 'as in the lockfile');
    return;
  }
  const startedMs = performance.now();
  const done = run('npm', ['ci'], compileHere());
  if (!done.ok) throw new SetupFailure(`npm ci failed\n${done.output}`, 1);
  say('node packages', `installed in ${since(startedMs)}`);
}
