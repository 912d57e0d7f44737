import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository, wherever setup was called from. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Output kept per command; more than this from a build is an accident of its own. */
const outputBytesMax = 16 * 1024 * 1024;

/**
 * Runs a command at the root of the repository and keeps its output, to be shown only if it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env] added to the environment
 * @returns {{ ok: boolean, output: string }} `ok` is false when the command failed or does not exist
 */
export function run(command, args, env = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: outputBytesMax,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.error !== undefined) return { ok: false, output: `${command}: ${done.error.message}\n` };
  return { ok: done.status === 0, output: done.stdout + done.stderr };
}

/** A step that could not be done. `code` becomes the exit status of setup. */
export class SetupFailure extends Error {
  /**
   * @param {string} message
   * @param {number} code
   */
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}
