import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '@rein/contract/api';
import type { ProcessIdentity } from '@rein/enforce';
import { reasonOf } from '../fault.js';
import type { Principal } from '../identity/principal.js';
import { LIMITS } from '../limits.js';
import { note } from '../record/outbox.js';
import type { StopReason } from '../runner/protocol.js';
import { runnerOf } from './close-out.js';
import type { Desk } from './desk.js';
import { hasRunner, type RunRow } from './run-row.js';
import { isRunOver } from './state-machine.js';

const LOOK_MS = 20;

/** See `Runs.cancel`. */
export async function cancelRun(
  desk: Desk,
  by: Principal,
  id: string,
  reason: string,
): Promise<Run> {
  const row = await desk.require(by, 'runs:cancel', id);
  if (isRunOver(row.status)) return desk.show(row);
  const isFirst = await desk.options.db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('run')
      .set({ cancel_by: by.subject, cancel_reason: reason })
      .where('id', '=', id)
      .where('cancel_by', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return false;
    await note(tx, 'run-cancelled', { by: by.subject, of_run: id, reason });
    return true;
  });
  if (!isFirst) await Promise.race([desk.followers.get(id)?.over, sleep(2 * LIMITS.cancelMs)]);
  // Who was first may not have come to an end with it.
  const now = await desk.find(id);
  if (isRunOver(now.status)) return desk.show(now);
  await stopRun(desk, now, now.cancel_by ?? by.subject, now.cancel_reason ?? reason);
  return desk.show(await desk.find(id));
}

/** Ends a run that has no process, by a word of somebody else's than whoever gives it its actions. */
export async function stopSession(
  desk: Desk,
  id: string,
  stop: { readonly why: StopReason; readonly by: string; readonly reason: string },
): Promise<void> {
  try {
    await desk.sessions.end(desk.placeOf(id), [
      { kind: 'stop', fields: stop },
      { kind: 'end', fields: { how: 'empty', code: 0 } },
    ]);
    await desk.follow(id).catchUp();
  } catch (error) {
    await desk.close(id, { why: reasonOf(error), stop });
  }
}

/** Tells the runner to end its run; ends it from outside if the runner cannot be told. */
export async function stopRun(desk: Desk, row: RunRow, by: string, reason: string): Promise<void> {
  const { id } = row;
  const hosting = desk.hosted.get(id);
  await Promise.race([hosting?.catch(() => undefined), sleep(LIMITS.cancelMs)]);
  if (hosting === undefined && !hasRunner(row)) {
    await stopSession(desk, id, { why: 'cancel', by, reason });
    return;
  }
  const runner = await claimedWithin(desk.placeOf(id).folder, LIMITS.cancelMs);
  try {
    if (runner === undefined) throw new Error('it has no runner');
    await retryWhileStarting(() => desk.linkOf(id).stop(by, reason));
    await Promise.race([desk.follow(id).over, sleep(LIMITS.cancelMs)]);
    await desk.follow(id).catchUp();
    if (isRunOver((await desk.find(id)).status)) return;
    throw new Error('its processes did not end in time');
  } catch (error) {
    await desk.close(id, { why: reasonOf(error), stop: { why: 'cancel', by, reason } });
  }
}

/** Waits until a runner has claimed the run; undefined if none did in time. */
export async function claimedWithin(
  folder: string,
  limitMs: number,
): Promise<ProcessIdentity | undefined> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const runner = runnerOf(folder);
    if (runner !== undefined || performance.now() >= deadline) return runner;
    await sleep(LOOK_MS);
  }
}

/** A runner that has claimed its run listens a moment later. */
export async function retryWhileStarting(
  work: () => Promise<void>,
  limitMs: number = LIMITS.cancelMs,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
      await sleep(LOOK_MS);
    }
  }
}
