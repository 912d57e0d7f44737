import type { ApprovalSource, ApprovalStatus, Role, RunStatus } from '@rein/contract/api';
import type { Generated } from 'kysely';
import type { ActionTable } from '../actions/action-table.js';

/**
 * The tables, as the migrations leave them. Ids are ULIDs, times are milliseconds UTC, structures
 * are JSON text; so that every dialect holds the same.
 */
export interface Tables {
  meta: MetaTable;
  token: TokenTable;
  agent: AgentTable;
  run: RunTable;
  event: EventTable;
  approval: ApprovalTable;
  action: ActionTable;
  webhook: WebhookTable;
  sink: SinkTable;
  outbox: OutboxTable;
}

/** What is to be in the control ledger and may not be there yet. */
export interface OutboxTable {
  id: string;
  kind: string;
  fields: string;
}

export interface MetaTable {
  key: string;
  value: string;
}

export interface TokenTable {
  id: string;
  prefix: string;
  /** Hex SHA-256 of the secret. */
  hash: string;
  role: Role;
  label: string;
  principal_type: 'human' | 'service_account';
  owner_subject: string;
  agent_id: string | null;
  created_at: number;
  created_by: string;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
}

export interface AgentTable {
  /** The row's own id: an agent's id may be used again after it was deleted. */
  uid: string;
  agent_id: string;
  workspace: string;
  policy_path: string;
  policy_text: string;
  policy_digest: string;
  mode: 'observe' | 'guard' | 'strict';
  description: string | null;
  created_at: number;
  created_by: string;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

export interface RunTable {
  /** Small number that the events refer to. */
  no: Generated<number>;
  id: string;
  agent_uid: string;
  agent_id: string;
  status: RunStatus;
  reason: string | null;
  submitted_by: string;
  command: string | null;
  cwd: string;
  budgets: string;
  provenance: string;
  policy_digest: string;
  tier: string | null;
  exit_code: number | null;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  runner_pid: number | null;
  runner_start: string | null;
  /** Whether somebody asked for its end, and why; the runner may not have heard yet. */
  cancel_by: string | null;
  cancel_reason: string | null;
  /** Why the runner ended it before it ended itself, once the record says so. */
  stop_why: string | null;
  idempotency_key: string | null;
  request_digest: string | null;
  /** How far its ledger is indexed. */
  log_offset: number;
  events: number;
  version: number;
}

/** Where an entry stands in its ledger, with what lists filter by. The entry itself stays there. */
export interface EventTable {
  /** SQLite's own number of the row: the order in which entries were taken in. */
  rowid: Generated<number>;
  run_no: number;
  seq: number;
  time: number;
  kind: string;
  capability: string | null;
  status: string | null;
  at: number;
  bytes: number;
}

export interface ApprovalTable {
  id: string;
  run_id: string;
  agent_id: string;
  source: ApprovalSource;
  /** Which hold of the engine, or which action. */
  reference: string;
  status: ApprovalStatus;
  digest: string;
  asked: string;
  op: string;
  target: string;
  requested_by: string;
  created_at: number;
  expires_at: number;
  due_at: number | null;
  decided_at: number | null;
  decided_by: string | null;
  note: string | null;
  reason: string | null;
  scope: 'once' | 'run' | null;
  used_at: number | null;
  delivery: 'none' | 'pending' | 'delivered' | 'failed';
  version: number;
}

export interface WebhookTable {
  id: string;
  url: string;
  event: string;
  body: string;
  created_at: number;
  attempts: number;
  next_at: number;
  status: 'pending' | 'dead';
  last_error: string | null;
}

export interface SinkTable {
  name: string;
  /** The row of the index up to which the receiver has everything. */
  position: number;
}
