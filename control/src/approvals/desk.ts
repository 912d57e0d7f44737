import type { Approval } from '@rein/contract/api';
import type { Transaction } from 'kysely';
import type { Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import { ControlFault, fault } from '../fault.js';
import { note } from '../record/outbox.js';
import type { Tables } from '../store/schema.js';
import type { Db } from '../store/store.js';
import { type ApprovalRow, showApproval } from './approval-row.js';
import { type ApprovalInput, nextApprovalStatus } from './state-machine.js';

export interface ApprovalsOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly bus: Bus;
  /** After this many seconds a request is overdue; never, if it is not set. */
  readonly slaSeconds?: number;
  /** Hears of each decision, once, after it is on the disk. */
  readonly onDecided?: (approval: Approval, waitedMs: number) => void;
  readonly onRequested?: (approval: Approval) => void;
  /** Puts down, in the same transaction, that somebody outside is to be told. */
  readonly tell?: (
    tx: Transaction<Tables>,
    event: 'approval.requested' | 'approval.decided',
    approval: Approval,
  ) => Promise<void>;
}

/** What a step may set beside the status. */
export type Decided = Partial<ApprovalRow> & { readonly decided_by: string };

/** Finds one request. Throws `no-such-approval`. */
export async function findApproval(tx: Db | Transaction<Tables>, id: string): Promise<ApprovalRow> {
  const row = await tx.selectFrom('approval').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw noSuchApproval(id);
  return row;
}

export function noSuchApproval(id: string): ControlFault {
  return fault('no-such-approval', { request: id });
}

export async function countPending(tx: Db | Transaction<Tables>, runId: string): Promise<number> {
  const { pending } = await tx
    .selectFrom('approval')
    .select((eb) => eb.fn.countAll<number>().as('pending'))
    .where('run_id', '=', runId)
    .where('status', '=', 'PENDING')
    .executeTakeFirstOrThrow();
  return Number(pending);
}

const NOTED = {
  APPROVED: 'approval-approved',
  DENIED: 'approval-denied',
  EXPIRED: 'approval-expired',
  CANCELLED: 'approval-cancelled',
} as const;

/**
 * The only place where a status changes. The condition on the old status is in the statement itself,
 * so that of two deciders, in whatever process, one finds nothing left to change. Throws
 * `already-decided`.
 */
export async function stepApproval(
  { clock, tell }: ApprovalsOptions,
  tx: Transaction<Tables>,
  row: ApprovalRow,
  input: ApprovalInput,
  members: Decided,
): Promise<ApprovalRow> {
  const status = nextApprovalStatus(row.status, input);
  if (status === undefined) throw fault('already-decided', { status: row.status });
  const set = { ...members, status, decided_at: clock.now(), version: row.version + 1 };
  const { numUpdatedRows } = await tx
    .updateTable('approval')
    .set(set)
    .where('id', '=', row.id)
    .where('status', '=', 'PENDING')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) {
    throw fault('already-decided', { status: (await findApproval(tx, row.id)).status });
  }
  const decided = { ...row, ...set };
  await note(tx, NOTED[status], recordOf(decided));
  await tell?.(tx, 'approval.decided', showApproval(decided, clock.now()));
  return decided;
}

/** Takes a step in a transaction of its own; undefined if somebody was faster. */
export async function stepUnlessDecided(
  options: ApprovalsOptions,
  row: ApprovalRow,
  input: ApprovalInput,
  members: Decided,
): Promise<ApprovalRow | undefined> {
  try {
    const { db } = options;
    return await db.transaction().execute((tx) => stepApproval(options, tx, row, input, members));
  } catch (error) {
    if (error instanceof ControlFault && error.code === 'already-decided') return undefined;
    throw error;
  }
}

/** Tells listeners that a request changed. */
export function announce({ bus, clock }: ApprovalsOptions, row: ApprovalRow): Approval {
  bus.publish({
    kind: 'approval',
    requestId: row.id,
    runId: row.run_id,
    status: row.status,
    submittedBy: row.requested_by,
    agentId: row.agent_id,
  });
  return showApproval(row, clock.now());
}

/** Tells everybody of a decision that is on the disk. */
export function announceDecision(options: ApprovalsOptions, row: ApprovalRow): Approval {
  const approval = announce(options, row);
  options.onDecided?.(approval, (row.decided_at ?? row.created_at) - row.created_at);
  return approval;
}

/** What the record says of a decision: enough to check it against what was done. */
function recordOf(row: ApprovalRow): Record<string, string> {
  const { id, run_id, digest, op, target, source, reference, decided_by, reason, scope } = row;
  return {
    ...{ request: id, of_run: run_id, source, reference, digest, op, target },
    by: decided_by ?? '',
    ...(reason === null ? {} : { reason }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(scope === null ? {} : { scope }),
  };
}
