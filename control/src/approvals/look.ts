import type { Approval, ListApprovalsQuery } from '@rein/contract/api';
import type { Scope } from '../identity/authorize.js';
import { idOf, pageFrom } from '../paging.js';
import type { Db } from '../store/store.js';
import { type ApprovalRow, showApproval } from './approval-row.js';

/** A page of requests, newest first. */
export async function listApprovals(
  db: Db,
  now: number,
  scope: Scope,
  query: ListApprovalsQuery,
): Promise<{ items: Approval[]; next?: string }> {
  let select = db.selectFrom('approval').selectAll();
  if (scope.kind === 'own') {
    select = select.where('requested_by', '=', scope.subject);
    if (scope.agentId !== undefined) select = select.where('agent_id', '=', scope.agentId);
  }
  if (query.status !== undefined) select = select.where('status', '=', query.status);
  if (query.agent_id !== undefined) select = select.where('agent_id', '=', query.agent_id);
  if (query.run_id !== undefined) select = select.where('run_id', '=', query.run_id);
  if (query.cursor !== undefined) {
    select = select.where('id', '<', idOf(query.cursor));
  }
  const rows = await select
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return pageFrom(rows, {
    limit: query.limit,
    keys: ({ id }) => [id],
    sizeOf: ({ asked }) => asked.length,
    show: (row: ApprovalRow): Approval => showApproval(row, now),
  });
}

/** What waits, for the numbers. */
export interface QueueCounts {
  readonly pending: number;
  readonly overdue: number;
  readonly oldestPendingSeconds: number;
}

export async function countQueue(db: Db, now: number): Promise<QueueCounts> {
  const found = await db
    .selectFrom('approval')
    .select((eb) => [
      eb.fn.countAll<number>().as('pending'),
      eb.fn.count<number>(eb.case().when('due_at', '<=', now).then(1).end()).as('overdue'),
      eb.fn.min('created_at').as('oldest'),
    ])
    .where('status', '=', 'PENDING')
    .executeTakeFirstOrThrow();
  const oldest: number | null = found.oldest;
  return {
    pending: Number(found.pending),
    overdue: Number(found.overdue),
    oldestPendingSeconds: oldest === null ? 0 : Math.max(0, now - oldest) / 1000,
  };
}

/** Answers of people that the engine does not have yet, oldest first. */
export function listUndelivered(db: Db, limit: number): Promise<ApprovalRow[]> {
  return db
    .selectFrom('approval')
    .selectAll()
    .where('delivery', '=', 'pending')
    .orderBy('id')
    .limit(limit)
    .execute();
}
