import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAUNCH_FILE } from '@rein/enforce';
import { LIMITS } from '../limits.js';
import { giveUpRun } from '../runner/claim.js';
import type { Launch } from '../runner/launch.js';
import { RUNNER_KEY } from '../runner/protocol.js';
import type { Desk } from './desk.js';

/**
 * Leaves a run to whoever asked for it, on a terminal that only he has: he starts its runner with what
 * he finds in the run's folder, which is private to the user. From there on it is a run like any other.
 * If nobody claims it in time it has failed.
 */
export function leaveToCaller(desk: Desk, launch: Launch): void {
  const { run, folder } = launch;
  const file = join(folder, LAUNCH_FILE);
  writeFileSync(join(folder, RUNNER_KEY), launch.key, { mode: 0o600, flag: 'wx' });
  writeFileSync(file, JSON.stringify(launch), { mode: 0o600, flag: 'wx' });
  const giveUp = async (): Promise<void> => {
    rmSync(file, { force: true });
    if (giveUpRun(folder) !== 'given-up') return;
    await desk.close(run, { why: 'nobody started it on the terminal that it is for' });
  };
  setTimeout(() => void giveUp().catch(desk.options.onFault), LIMITS.startMs).unref();
}
