import { join } from 'node:path';
import { CONTROL_SOCKET, decideHold, EnforceFault, holdNumber } from '@rein/enforce';
import { isRunOver } from '../runs/state-machine.js';
import type { Db } from '../store/store.js';
import type { ApprovalRow } from './approval-row.js';
import type { Approvals } from './approvals.js';

/** Brings people's answers to the engines that hold for them. */
export interface Delivery {
  /** Delivers everything that waits. One call at a time does the work for all. */
  deliver(): Promise<void>;
}

/** Answers taken from the store at a time. */
const BATCH = 500;
/** Engines spoken to at the same time. */
const AT_ONCE = 16;

export interface DeliveryOptions {
  readonly db: Db;
  readonly approvals: Approvals;
  readonly folderOf: (runId: string) => string;
}

/**
 * An answer is delivered at least once and takes effect at most once: the engine knows a hold by its
 * number and has none by it after the first answer. So a crash between the answer and the note of it
 * does no harm; the second answer is refused, and the record says which one counted.
 */
export function createDelivery({ db, approvals, folderOf }: DeliveryOptions): Delivery {
  let running: Promise<void> | undefined;
  let again = false;

  const deliverOne = async (row: ApprovalRow): Promise<void> => {
    const socket = join(folderOf(row.run_id), CONTROL_SOCKET);
    const approve = row.status === 'APPROVED';
    const id = holdNumber(row.reference);
    // The record was taken in with it, so an engine of another version wrote it.
    if (id === undefined) return approvals.delivered(row.id, 'failed');
    try {
      const answer = await decideHold(socket, {
        id,
        approve,
        reason: row.reason ?? '',
      });
      if (answer.ok) await approvals.delivered(row.id, 'delivered');
      // What became of it stands in the run's record, which is taken in from there.
    } catch (error) {
      if (!(error instanceof EnforceFault)) throw error;
      if (await runIsOver(db, row.run_id)) await approvals.delivered(row.id, 'failed');
      // Else the engine is starting, or busy: the next round tries again.
    }
  };

  const work = async (): Promise<void> => {
    do {
      again = false;
      const waiting = await approvals.undelivered(BATCH);
      for (let from = 0; from < waiting.length; from += AT_ONCE) {
        await Promise.all(waiting.slice(from, from + AT_ONCE).map(deliverOne));
      }
    } while (again);
  };

  return {
    async deliver() {
      again = true;
      running ??= work().finally(() => {
        running = undefined;
      });
      await running;
    },
  };
}

async function runIsOver(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('run').select('status').where('id', '=', id).executeTakeFirst();
  return row === undefined || isRunOver(row.status);
}
