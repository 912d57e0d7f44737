import { isAlive } from '@rein/enforce';
import { giveUpRun } from '../runner/claim.js';
import { runnerOf } from './close-out.js';
import type { Desk } from './desk.js';
import { hasRunner, type RunRow } from './run-row.js';
import { isRunOver } from './state-machine.js';
import { claimedWithin, stopRun } from './stop-run.js';

/** A runner needs this long to start node and to claim its run. */
const CLAIM_MS = 5000;

/** See `Runs.adopt`. */
export async function adoptRuns(desk: Desk): Promise<{ adopted: number; failed: number }> {
  const live = await desk.options.db
    .selectFrom('run')
    .selectAll()
    .where('status', 'in', ['QUEUED', 'RUNNING', 'WAITING_APPROVAL'])
    .execute();
  let failed = 0;
  for (const row of live) {
    await desk.follow(row.id).catchUp();
    if (!hasRunner(row) || isRunOver((await desk.find(row.id)).status)) continue;
    if (row.cancel_by !== null) {
      await stopRun(desk, row, row.cancel_by, row.cancel_reason ?? '');
    } else if (!(await isPerformed(row, desk.placeOf(row.id).folder))) {
      failed += 1;
      await desk.close(row.id, { why: 'its runner ended while reind was away' });
    }
  }
  return { adopted: live.length - failed, failed };
}

/** Closes the runs whose runners ended without a word. */
export async function checkRunners(desk: Desk): Promise<void> {
  for (const [id, follower] of desk.followers) {
    const runner = runnerOf(desk.placeOf(id).folder);
    if (runner === undefined || isAlive(runner)) continue;
    // Its last words may have been written after our last look.
    await follower.catchUp();
    if (isRunOver((await desk.find(id)).status)) continue;
    await desk.close(id, { why: 'its runner ended without a word' });
  }
}

/** Whether somebody performs a run that an earlier daemon started; gives it up if not. */
async function isPerformed(row: RunRow, folder: string): Promise<boolean> {
  const { runner_pid: pid, runner_start: start } = row;
  const wasStarted = pid !== null && start !== null && isAlive({ pid, start });
  const runner = await claimedWithin(folder, wasStarted ? CLAIM_MS : 0);
  if (runner !== undefined) return isAlive(runner);
  const claim = giveUpRun(folder);
  return claim !== 'given-up' && isAlive(claim.runner);
}
