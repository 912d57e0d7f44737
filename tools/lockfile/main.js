// `npm run lockfile`: completes package-lock.json after a dependency was added.
//
// npm writes an optional package into the lockfile only if the registry at hand serves it, and
// `npm ci` refuses a lockfile that lacks one, even one for another platform. A registry that mirrors
// only some platforms therefore breaks the lockfile for everybody. The missing entries follow from
// their names: `@biomejs/cli-darwin-arm64` is for darwin on arm64. They carry no hash, because none
// was seen; npm takes it from the registry on a machine of that platform.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/run.js';
import { platformOf } from './platform.js';

/**
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {string[]} [cpu]
 * @property {boolean} [dev]
 * @property {string[]} [libc]
 * @property {boolean} [optional]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {string[]} [os]
 */

const file = join(root, 'package-lock.json');
/** @type {{ packages: Record<string, Locked> }} */
const lockfile = JSON.parse(readFileSync(file, 'utf8'));

let added = 0;
for (const [path, locked] of Object.entries(lockfile.packages)) {
  for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
    const nested = `${path}/node_modules/${name}`;
    const hoisted = `node_modules/${name}`;
    if (nested in lockfile.packages || hoisted in lockfile.packages) continue;
    const platform = platformOf(name);
    // An exact version for a named platform is a prebuilt binary; anything else needs the registry.
    if (platform === undefined || !/^\d/.test(version)) {
      process.stderr.write(`${name}@${version} is missing and its platform is not known\n`);
      process.exitCode = 1;
      continue;
    }
    const { os, cpu, libc } = platform;
    // In npm's own order of keys, so that its next install does not move them about.
    lockfile.packages[hoisted] = {
      version,
      cpu,
      ...(locked.dev === true && { dev: true }),
      ...(libc !== undefined && { libc }),
      optional: true,
      os,
    };
    added += 1;
  }
}

const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => (a < b ? -1 : 1));
lockfile.packages = Object.fromEntries(sorted);
if (added > 0) writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
process.stdout.write(`lockfile: ${added} platform packages added\n`);
