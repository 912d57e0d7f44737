import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '@rein/contract/api';
import type { ProcessIdentity } from '@rein/enforce';
import { reasonOf } from '../fault.js';
import type { Principal } from '../identity/principal.js';
import { LIMITS } from '../limits.js';
import { note } from '../record/outbox.js';
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
  if (isFirst) await stopRun(desk, row, by.subject, reason);
  else await Promise.race([desk.followers.get(id)?.over, sleep(2 * LIMITS.cancelMs)]);
  return desk.show(await desk.find(id));
}

/** Tells the runner to end its run; ends it from outside if the runner cannot be told. */
export async function stopRun(desk: Desk, row: RunRow, by: string, reason: string): Promise<void> {
  const { id } = row;
  const place = desk.placeOf(id);
  const hosting = desk.hosted.get(id);
  await Promise.race([hosting?.catch(() => undefined), sleep(LIMITS.cancelMs)]);
  if (hosting === undefined && !hasRunner(row)) {
    await desk.sessions.end(place, [
      { kind: 'stop', fields: { why: 'cancel', by, reason } },
      { kind: 'end', fields: { how: 'empty', code: 0 } },
    ]);
    await desk.follow(id).catchUp();
    return;
  }
  const runner = await claimedWithin(place.folder, LIMITS.cancelMs);
  try {
    if (runner === undefined) throw new Error('it has no runner');
    await retryWhileStarting(() => desk.linkOf(id).stop(by, reason));
    await Promise.race([desk.follow(id).over, sleep(LIMITS.cancelMs)]);
    await desk.follow(id).catchUp();
    if (isRunOver((await desk.find(id)).status)) return;
    throw new Error('its processes did not end in time');
  } catch (error) {
    await desk.close(id, { why: reasonOf(error), stop: { by, reason } });
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
