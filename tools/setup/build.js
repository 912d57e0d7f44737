import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, SetupFailure } from './run.js';
import { say, since } from './say.js';

/**
 * @param {string} part
 * @param {string} command
 * @param {readonly string[]} args
 */
function step(part, command, args) {
  const startedMs = performance.now();
  const done = run(command, args);
  if (!done.ok) throw new SetupFailure(`${command} ${args.join(' ')} failed\n${done.output}`, 1);
  say(part, `up to date (${since(startedMs)})`);
}

/** Builds the TypeScript and the engine. Both tools look themselves at what is stale. */
export function build() {
  step('packages', process.execPath, ['node_modules/typescript/bin/tsc', '-b']);
  step('command', process.execPath, ['cli/bundle.js']);
  if (existsSync(join(root, 'kernel', 'Makefile'))) step('engine', 'make', ['-C', 'kernel']);
  step('quick start', process.execPath, ['cli/warm.js']);
}
