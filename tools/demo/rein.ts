/** The built command, run as a user runs it. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const REIN = join(import.meta.dirname, '..', '..', 'cli', 'bin', 'rein.js');

/** Where the commands run. */
export interface Context {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs `rein ARGS` to its end with its output captured. */
export function rein(args: readonly string[], { cwd, env }: Context) {
  return spawnSync(process.execPath, [REIN, ...args], { cwd, env, encoding: 'utf8' });
}

/** Runs `rein ARGS` on this terminal; resolves to its exit code. */
export function reinHere(args: readonly string[], { cwd, env }: Context): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [REIN, ...args], { cwd, env, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code));
  });
}
