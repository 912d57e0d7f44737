import { TIERS } from '@rein/contract';
import { budgetsSchema, provenanceSchema, type Run } from '@rein/contract/api';
import type { Selectable } from 'kysely';
import { type ControlFault, fault } from '../fault.js';
import type { Resource } from '../identity/authorize.js';
import type { RunTable } from '../store/schema.js';

export type RunRow = Selectable<RunTable>;

/** A run as the interface shows it. */
export function showRun(row: RunRow, pendingApprovals: number): Run {
  const tier = TIERS.find((known) => known === row.tier);
  return {
    run_id: row.id,
    agent_id: row.agent_id,
    status: row.status,
    ...(row.reason === null ? {} : { reason: row.reason }),
    submitted_by: row.submitted_by,
    ...(row.command === null ? {} : { command: readCommand(row.command) }),
    cwd: row.cwd,
    budgets: budgetsSchema.parse(JSON.parse(row.budgets)),
    provenance: provenanceSchema.parse(JSON.parse(row.provenance)),
    policy_digest: row.policy_digest,
    ...(tier === undefined ? {} : { tier }),
    ...(row.exit_code === null ? {} : { exit_code: row.exit_code }),
    created_at: row.created_at,
    ...(row.started_at === null ? {} : { started_at: row.started_at }),
    ...(row.ended_at === null ? {} : { ended_at: row.ended_at }),
    events: row.events,
    pending_approvals: pendingApprovals,
    version: row.version,
  };
}

/** Whether a runner performs it, and writes its record; if not, the daemon does. */
export function hasRunner(row: Pick<RunRow, 'command' | 'runner_pid'>): boolean {
  return row.command !== null || row.runner_pid !== null;
}

/** A run as `authorize` sees it. */
export function resourceOf(row: RunRow): Resource {
  return {
    submittedBy: row.submitted_by,
    agentId: row.agent_id,
    runId: row.id,
    hidden: () => noSuchRun(row.id),
  };
}

export function noSuchRun(run: string): ControlFault {
  return fault('no-such-run', { run });
}

function readCommand(text: string): string[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.map(String) : [];
}
