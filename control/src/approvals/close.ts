import { DAEMON } from '../identity/principal.js';
import { LIMITS } from '../limits.js';
import {
  type ApprovalsOptions,
  announceDecision,
  stepApproval,
  stepUnlessDecided,
} from './desk.js';
import { type ApprovalInput, nextApprovalStatus } from './state-machine.js';

/** How a hold came to its end where this queue did not decide it. */
export interface Settlement {
  readonly input: ApprovalInput;
  readonly by?: string;
  readonly reason?: string;
}

/** See `Approvals.settle`. */
export async function settleHold(
  options: ApprovalsOptions,
  runId: string,
  reference: string,
  how: Settlement,
): Promise<void> {
  const row = await options.db.transaction().execute(async (tx) => {
    const found = await tx
      .selectFrom('approval')
      .selectAll()
      .where('run_id', '=', runId)
      .where('source', '=', 'engine')
      .where('reference', '=', reference)
      .executeTakeFirst();
    if (found === undefined) return undefined;
    if (found.status === 'PENDING') {
      return stepApproval(options, tx, found, how.input, {
        decided_by: how.by ?? DAEMON.subject,
        reason: how.reason ?? null,
        delivery: 'delivered',
      });
    }
    // The engine went on with some answer: ours reached it, or came too late.
    if (found.delivery === 'pending') {
      const agrees = nextApprovalStatus('PENDING', how.input) === found.status;
      const delivery = agrees ? 'delivered' : 'failed';
      await tx.updateTable('approval').set({ delivery }).where('id', '=', found.id).execute();
    }
    return undefined;
  });
  if (row !== undefined) announceDecision(options, row);
}

/** See `Approvals.expireDue`. */
export async function expireDue(options: ApprovalsOptions): Promise<number> {
  const due = await options.db
    .selectFrom('approval')
    .selectAll()
    .where('status', '=', 'PENDING')
    .where('expires_at', '<=', options.clock.now())
    .limit(LIMITS.pendingPerRun)
    .execute();
  let ended = 0;
  for (const found of due) {
    const row = await stepUnlessDecided(options, found, 'expire', {
      decided_by: DAEMON.subject,
      reason: 'nobody decided in time',
    });
    if (row === undefined) continue;
    announceDecision(options, row);
    ended += 1;
  }
  return ended;
}

/** See `Approvals.closeFor`. */
export async function closeFor(
  options: ApprovalsOptions,
  runId: string,
  input: 'cancel' | 'deny',
  reason: string,
): Promise<void> {
  const open = await options.db
    .selectFrom('approval')
    .selectAll()
    .where('run_id', '=', runId)
    .where('status', '=', 'PENDING')
    .execute();
  for (const found of open) {
    const row = await stepUnlessDecided(options, found, input, {
      decided_by: DAEMON.subject,
      reason,
      delivery: input === 'deny' && found.source === 'engine' ? 'pending' : 'none',
    });
    if (row !== undefined) announceDecision(options, row);
  }
}
