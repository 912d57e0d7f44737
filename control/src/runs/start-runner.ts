import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, type ProcessIdentity, RUNNER_LOG } from '@rein/enforce';
import { fault } from '../fault.js';
import type { Launch } from '../runner/launch.js';
import { OUTPUT_FILES, RUNNER_KEY } from '../runner/protocol.js';

/** How a runner is started: program and arguments before the launch on its standard input. */
export interface RunnerProgram {
  readonly program: string;
  readonly args: readonly string[];
}

/** The runner beside this module. */
export function runnerProgram(): RunnerProgram {
  const { pathname } = new URL('../runner/main.js', import.meta.url);
  return { program: process.execPath, args: [pathname] };
}

/**
 * Starts the runner of a run in a session of its own: it outlives the daemon. Throws
 * `run-not-started`. That it performs the run is known once it claimed it.
 */
export function startRunner(runner: RunnerProgram, launch: Launch): ProcessIdentity {
  const { folder } = launch;
  writeFileSync(join(folder, RUNNER_KEY), launch.key, { mode: 0o600, flag: 'wx' });
  const files = [OUTPUT_FILES.stdout, OUTPUT_FILES.stderr, RUNNER_LOG].map((name) =>
    openSync(join(folder, name), 'ax', 0o600),
  );
  try {
    const [stdout = 'ignore', stderr = 'ignore', log = 'ignore'] = files;
    const child = spawn(runner.program, [...runner.args], {
      cwd: '/',
      // Not the daemon's own environment: it may hold what no run should see.
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LANG: process.env.LANG },
      detached: true,
      stdio: ['pipe', stdout, stderr, log],
    });
    child.on('error', () => undefined);
    child.stdin?.on('error', () => undefined);
    if (child.pid === undefined) {
      throw fault('run-not-started', { why: `${runner.program} cannot be executed` });
    }
    const identity = identify(child.pid);
    if (identity === undefined) throw fault('run-not-started', { why: 'its runner ended at once' });
    child.stdin?.end(JSON.stringify(launch));
    child.unref();
    return identity;
  } finally {
    for (const fd of files) closeSync(fd);
  }
}
