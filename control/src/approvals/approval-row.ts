import { type Approval, type Asked, askedSchema } from '@rein/contract/api';
import type { Selectable } from 'kysely';
import type { ApprovalTable } from '../store/schema.js';

export type ApprovalRow = Selectable<ApprovalTable>;

/** A request as the interface shows it. */
export function showApproval(row: ApprovalRow, now: number): Approval {
  return {
    request_id: row.id,
    run_id: row.run_id,
    agent_id: row.agent_id,
    source: row.source,
    ...(row.source === 'engine' ? { hold: row.reference } : {}),
    status: row.status,
    digest: row.digest,
    asked: readAsked(row.asked),
    requested_by: row.requested_by,
    created_at: row.created_at,
    expires_at: row.expires_at,
    ...(row.due_at === null ? {} : { due_at: row.due_at }),
    overdue: row.status === 'PENDING' && row.due_at !== null && row.due_at <= now,
    ...(row.decided_at === null ? {} : { decided_at: row.decided_at }),
    ...(row.decided_by === null ? {} : { decided_by: row.decided_by }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.scope === null ? {} : { scope: row.scope }),
    ...(row.used_at === null ? {} : { used_at: row.used_at }),
    delivery: row.delivery,
    version: row.version,
  };
}

function readAsked(text: string): Asked {
  return askedSchema.parse(JSON.parse(text));
}
