import type { Approval, Decide } from '@rein/contract/api';
import type { Transaction } from 'kysely';
import { fault } from '../fault.js';
import { authorize } from '../identity/authorize.js';
import type { Principal } from '../identity/principal.js';
import { note } from '../record/outbox.js';
import type { Tables } from '../store/schema.js';
import type { ApprovalRow } from './approval-row.js';
import {
  type ApprovalsOptions,
  announce,
  announceDecision,
  findApproval,
  noSuchApproval,
  stepApproval,
} from './desk.js';

/** A person's answer to one request. */
export interface Verdict {
  readonly verdict: 'approve' | 'deny';
  readonly answer: Decide;
  /** The version that was looked at, if the decider says so. */
  readonly version?: number;
}

/** See `Approvals.decide`. */
export async function decideApproval(
  options: ApprovalsOptions,
  by: Principal,
  id: string,
  { verdict, answer, version }: Verdict,
): Promise<Approval> {
  const row = await options.db.transaction().execute(async (tx) => {
    const found = await findApproval(tx, id);
    authorize(by, 'approvals:decide', {
      submittedBy: found.requested_by,
      agentId: found.agent_id,
      runId: found.run_id,
      hidden: () => noSuchApproval(id),
    });
    if ((await askerOf(tx, found)) === by.subject) {
      throw fault('self-approval', { subject: by.subject });
    }
    requireWhatWasSeen(found, answer, version);
    if (found.status === 'PENDING' && found.expires_at <= options.clock.now()) {
      // Its time passed and housekeeping has not been by: it is over all the same.
      throw fault('already-decided', { status: 'EXPIRED' });
    }
    return stepApproval(options, tx, found, verdict, {
      decided_by: by.subject,
      note: answer.by ?? null,
      reason: answer.reason ?? null,
      scope: answer.scope,
      delivery: found.source === 'engine' ? 'pending' : 'none',
    });
  });
  return announceDecision(options, row);
}

/** Who asked for an action need not be who submitted its run; he decides about it no more than that one. */
async function askerOf(
  tx: Transaction<Tables>,
  { source, reference }: ApprovalRow,
): Promise<string | undefined> {
  if (source !== 'action') return undefined;
  const action = await tx
    .selectFrom('action')
    .select('by')
    .where('id', '=', reference)
    .executeTakeFirst();
  return action?.by;
}

/** What is decided about must be what the decider looked at. */
function requireWhatWasSeen(found: ApprovalRow, answer: Decide, version: number | undefined): void {
  if (version !== undefined && version !== found.version) {
    throw fault('changed-meanwhile', { what: 'the request', found: found.version });
  }
  if (answer.digest !== undefined && answer.digest !== found.digest) {
    throw fault('wrong-digest', {});
  }
  if (found.source === 'engine' && answer.scope === 'run') throw fault('scope-not-possible', {});
}

/** See `Approvals.use`. */
export async function useGrant(
  options: ApprovalsOptions,
  id: string,
  digest: string,
): Promise<Approval> {
  const { db, clock } = options;
  const now = clock.now();
  const row = await db.transaction().execute(async (tx) => {
    const found = await findApproval(tx, id);
    if (found.digest !== digest) throw fault('wrong-digest', {});
    if (found.status !== 'APPROVED') throw fault('not-granted', { status: found.status });
    if (found.expires_at <= now) throw fault('grant-expired', {});
    const { numUpdatedRows } = await tx
      .updateTable('approval')
      .set({ used_at: now, version: found.version + 1 })
      .where('id', '=', id)
      .where((eb) =>
        found.scope === 'run' ? eb('status', '=', 'APPROVED') : eb('used_at', 'is', null),
      )
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw fault('grant-used', {});
    await note(tx, 'approval-used', { request: id, of_run: found.run_id, digest });
    return { ...found, used_at: now, version: found.version + 1 };
  });
  return announce(options, row);
}
