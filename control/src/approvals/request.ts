import type { Approval, ApprovalSource, Asked } from '@rein/contract/api';
import { fault } from '../fault.js';
import { newId } from '../ids.js';
import { LIMITS } from '../limits.js';
import { type ApprovalRow, showApproval } from './approval-row.js';
import { type ApprovalsOptions, announce, countPending } from './desk.js';

/** What is put before a person. */
export interface ApprovalRequest {
  readonly runId: string;
  readonly agentId: string;
  readonly requestedBy: string;
  readonly source: ApprovalSource;
  /** The engine's id of the hold, or the idempotency key of the action: unique within the run. */
  readonly reference: string;
  /** Hex SHA-256 of exactly this action. */
  readonly digest: string;
  readonly asked: Asked;
  /** Milliseconds UTC. */
  readonly expiresAt: number;
}

/** Puts a request in the queue, or finds the one with the same reference; see `Approvals.request`. */
export async function requestApproval(
  options: ApprovalsOptions,
  asked: ApprovalRequest,
): Promise<Approval> {
  const { db, clock, tell } = options;
  const now = clock.now();
  const { row, isNew } = await db.transaction().execute(async (tx) => {
    const old = await tx
      .selectFrom('approval')
      .selectAll()
      .where('run_id', '=', asked.runId)
      .where('source', '=', asked.source)
      .where('reference', '=', asked.reference)
      .executeTakeFirst();
    if (old !== undefined) {
      if (old.digest !== asked.digest) throw fault('wrong-digest', {});
      return { row: old, isNew: false };
    }
    if ((await countPending(tx, asked.runId)) >= LIMITS.pendingPerRun) {
      throw fault('too-many-pending', { limit: LIMITS.pendingPerRun });
    }
    const made = newRow(asked, now, options.slaSeconds);
    await tx.insertInto('approval').values(made).execute();
    await tell?.(tx, 'approval.requested', showApproval(made, now));
    return { row: made, isNew: true };
  });
  if (!isNew) return showApproval(row, now);
  const approval = announce(options, row);
  options.onRequested?.(approval);
  return approval;
}

function newRow(asked: ApprovalRequest, now: number, slaSeconds: number | undefined): ApprovalRow {
  return {
    id: newId(),
    run_id: asked.runId,
    agent_id: asked.agentId,
    source: asked.source,
    reference: asked.reference,
    status: 'PENDING',
    digest: asked.digest,
    asked: JSON.stringify(asked.asked),
    op: asked.asked.op,
    target: asked.asked.target,
    requested_by: asked.requestedBy,
    created_at: now,
    expires_at: asked.expiresAt,
    due_at: slaSeconds === undefined ? null : now + slaSeconds * 1000,
    ...{ decided_at: null, decided_by: null, note: null, reason: null, scope: null, used_at: null },
    delivery: 'none',
    version: 1,
  };
}
