import type { ActionDecision, ActionName, ActionStatus } from '@rein/contract/api';

/** Actions that outlast the request they came with: those with a key, and those that wait. */
export interface ActionTable {
  id: string;
  run_id: string;
  /** The idempotency key, or the id where there is none. */
  key: string;
  digest: string;
  capability: ActionName;
  resource: string;
  /** JSON, checked before it was written. */
  args: string;
  decision: ActionDecision;
  status: ActionStatus;
  rule: string | null;
  reason: string;
  request_id: string | null;
  /** Whose request it is. */
  by: string;
  event_seq: number;
  result: string | null;
  created_at: number;
}
