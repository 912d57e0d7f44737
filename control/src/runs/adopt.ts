import { isAlive } from '@rein/enforce';
import { sql } from 'kysely';
import { giveUpRun } from '../runner/claim.js';
import { runnerOf } from './close-out.js';
import type { Desk } from './desk.js';
import type { Follower } from './follower.js';
import { isDamaged } from './give-up.js';
import { hasRunner, type RunRow } from './run-row.js';
import { isRunOver } from './state-machine.js';
import { claimedWithin, stopRun, stopSession } from './stop-run.js';

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
    // What is wrong with one of them must not keep the others, and the daemon, from going on.
    const isAdopted = await adoptRun(desk, row).catch((error: unknown) => {
      desk.options.onFault(error);
      return false;
    });
    if (!isAdopted) failed += 1;
  }
  return { adopted: live.length - failed, failed };
}

/** Whether the run goes on, or has ended as somebody wanted. */
async function adoptRun(desk: Desk, row: RunRow): Promise<boolean> {
  const { id } = row;
  try {
    await desk.follow(id).catchUp();
  } catch (error) {
    if (!isDamaged(error)) throw error;
    await desk.close(id, { why: 'it was not followed any more' });
    return false;
  }
  if (!hasRunner(row) || isRunOver((await desk.find(id)).status)) return true;
  if (row.cancel_by !== null) {
    await stopRun(desk, row, row.cancel_by, row.cancel_reason ?? '');
    return true;
  }
  if (await isPerformed(row, desk.placeOf(id).folder)) return true;
  await desk.close(id, { why: 'its runner ended while reind was away' });
  return false;
}

/** Closes the runs whose runners ended without a word. One that cannot be closed keeps no other waiting. */
export async function checkRunners(desk: Desk): Promise<void> {
  for (const [id, follower] of desk.followers) {
    const runner = runnerOf(desk.placeOf(id).folder);
    if (runner === undefined || isAlive(runner)) continue;
    await closeIfOpen(desk, id, follower).catch(desk.options.onFault);
  }
}

async function closeIfOpen(desk: Desk, id: string, follower: Follower): Promise<void> {
  try {
    // Its last words may have been written after our last look.
    await follower.catchUp();
  } catch (error) {
    if (!isDamaged(error)) throw error;
  }
  if (isRunOver((await desk.find(id)).status)) return;
  await desk.close(id, { why: 'its runner ended without a word' });
}

/** Ends the runs without a process whose time is over: nobody else counts it for them. */
export async function endLateSessions(desk: Desk): Promise<void> {
  const { db, clock, onFault } = desk.options;
  const seconds = sql<number>`json_extract(budgets, '$.seconds')`;
  const late = await db
    .selectFrom('run')
    .select(['id', seconds.as('seconds')])
    .where('status', 'in', ['QUEUED', 'RUNNING', 'WAITING_APPROVAL'])
    .where('command', 'is', null)
    .where('runner_pid', 'is', null)
    .where(sql<boolean>`created_at + ${seconds} * 1000 <= ${clock.now()}`)
    .execute();
  for (const { id, seconds: limit } of late) {
    if (desk.hosted.has(id)) continue;
    const reason = `more seconds than ${limit}`;
    await stopSession(desk, id, { why: 'time-out', by: 'rein', reason }).catch(onFault);
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
