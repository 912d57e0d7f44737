import type { Approval } from '@rein/contract/api';
import type { Daemon } from '../daemon/client.js';
import { findDaemonRun } from '../daemon/find-run.js';
import { cliFault } from '../fault.js';
import { table } from '../terminal/columns.js';
import { foreign } from '../terminal/foreign.js';
import type { Colors } from '../terminal/style.js';
import { ago } from '../terminal/when.js';
import { commandLine, shortRun } from '../terminal/words.js';
import type { Held } from './held.js';
import type { QueueOptions } from './queue.js';
import { approvalsOf, heldOf } from './there.js';

/** What `--status` takes; `pending` is the queue itself. */
export const STATUSES = ['pending', 'approved', 'denied', 'expired', 'cancelled', 'all'] as const;
export type Status = (typeof STATUSES)[number];

const API_STATUS = {
  ...{ pending: 'PENDING', approved: 'APPROVED', denied: 'DENIED' },
  ...{ expired: 'EXPIRED', cancelled: 'CANCELLED', all: undefined },
} as const satisfies Record<Status, Approval['status'] | undefined>;

/** A request of the daemon, whatever became of it. */
export interface Request {
  readonly approval: Approval;
  readonly held: Held;
}

/** Requests of the daemon, newest first. Throws `no-such`. */
export async function requestsOf(
  daemon: Daemon,
  status: Status,
  { run, agent }: QueueOptions,
): Promise<Request[]> {
  const found = run === undefined ? undefined : await findDaemonRun(daemon, run);
  if (run !== undefined && found === undefined) {
    throw cliFault('no-such', { what: 'run of the daemon', id: run, list: 'rein runs' });
  }
  const approvals = await approvalsOf(daemon, {
    ...{ status: API_STATUS[status], agent_id: agent, run_id: found?.run_id },
  });
  return approvals.map((approval) => ({ approval, held: heldOf(daemon, approval) }));
}

/** One line each: what was asked, who decided, when and why. */
export function renderRequests(requests: readonly Request[], colors: Colors): string {
  const head = ['id', 'state', 'since', 'agent', 'run', 'by', 'what'].map(colors.dim);
  const rows = requests.map(({ approval, held }) => [
    held.id,
    paintOf(colors, approval.status)(stateWords(approval)),
    ago(approval.decided_at ?? approval.created_at),
    approval.agent_id,
    shortRun(approval.run_id),
    foreign(approval.decided_by ?? ''),
    `${colors.dim(held.verb)} ${foreign(commandLine(held.words), 60)}${because(approval, colors)}`,
  ]);
  return table([head, ...rows]);
}

function because({ reason }: Approval, { dim }: Colors): string {
  return reason === undefined ? '' : dim(` “${foreign(reason, 60)}”`);
}

function stateWords({ status, scope }: Pick<Approval, 'status' | 'scope'>): string {
  const word = status.toLowerCase();
  return status === 'APPROVED' && scope === 'run' ? `${word} for the run` : word;
}

/** What became of a request, in one line. */
export function becameWords({ status, decided_at, decided_by, reason, scope }: Approval): string {
  return [
    stateWords({ status, scope }),
    decided_by === undefined ? undefined : `by ${foreign(decided_by)}`,
    decided_at === undefined ? undefined : `${ago(decided_at)} ago`,
    reason === undefined ? undefined : `“${foreign(reason, 400)}”`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function paintOf(colors: Colors, status: Approval['status']): (text: string) => string {
  switch (status) {
    case 'PENDING':
      return colors.yellow;
    case 'APPROVED':
      return colors.green;
    case 'DENIED':
    case 'EXPIRED':
      return colors.red;
    case 'CANCELLED':
      return colors.dim;
    default:
      return status satisfies never;
  }
}
