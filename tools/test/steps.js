import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cachedNode22 } from '../node22/cached.js';
import { root } from '../setup/run.js';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} command program and arguments, run at the root of the repository
 * @property {boolean} [needed] when it fails the rest would only fail with it, so stop
 */

const node = process.execPath;
const vitest = 'node_modules/vitest/vitest.mjs';
const tsx = 'node_modules/tsx/dist/cli.mjs';

/** @type {readonly Step[]} */
const checks = [
  { name: 'setup', command: [node, 'tools/setup/main.js'], needed: true },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'types', command: ['npm', 'run', '--silent', 'check:types'] },
  { name: 'layers', command: [node, tsx, 'tools/check-layers/main.ts'] },
  { name: 'house', command: [node, tsx, 'tools/check-house/main.ts'] },
];

/** @returns {Step[]} the engine's own unit tests, once there is an engine */
function kernelStep() {
  if (!existsSync(join(root, 'kernel', 'Makefile'))) return [];
  return [{ name: 'kernel', command: ['make', '--silent', '-C', 'kernel', 'check'] }];
}

/**
 * @param {readonly string[]} options
 * @returns {Step} the kernel tiers, in guests that are booted for it
 */
function guestStep(options) {
  return { name: 'guests', command: [node, tsx, 'tools/guest/main.ts', ...options] };
}

/**
 * The everyday run: everything on this Node, and the unit tests on Node 22 if it has been fetched.
 *
 * @returns {Step[]}
 */
export function everydaySteps() {
  const node22 = cachedNode22();
  return [
    ...checks,
    ...kernelStep(),
    { name: 'tests', command: [node, vitest, 'run'] },
    guestStep(['--everyday']),
    ...(node22 === undefined
      ? []
      : [{ name: 'tests, node 22', command: [node22, vitest, 'run', '--project', 'unit'] }]),
  ];
}

/**
 * The long run: fetches Node 22 first and runs every test on both.
 *
 * @returns {Step[]}
 */
export function fullSteps() {
  return [
    ...checks,
    ...kernelStep(),
    { name: 'fetch node 22', command: [node, 'tools/node22/main.js'] },
    { name: 'tests', command: [node, vitest, 'run'] },
    // The last step of a build is for the Node that builds.
    { name: 'build, node 22', command: [node, 'tools/node22/run.js', 'cli/warm.js'] },
    { name: 'tests, node 22', command: [node, 'tools/node22/run.js', vitest, 'run'] },
    guestStep([]),
  ];
}
