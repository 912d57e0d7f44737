import type { Run } from '@rein/contract/api';
import { statusWords } from '../attached/attach.js';
import { daemonIfAny, whyAway } from '../daemon/client.js';
import type { DaemonOptions } from '../daemon/where.js';
import type { ListedRun } from './listed.js';

/** Runs of the daemon that are listed; `rein ps --agent` filters. */
const RUNS_MAX = 500;

/** The newest runs of the daemon that options or login name, by id; `lost`: why it could not be asked. */
export async function runsThere(options: DaemonOptions): Promise<{
  readonly runs: ReadonlyMap<string, ListedRun>;
  readonly lost: string | undefined;
}> {
  const daemon = daemonIfAny(options);
  if (daemon === undefined) return { runs: new Map(), lost: undefined };
  try {
    const { items } = await daemon.listRuns({ limit: RUNS_MAX });
    return { runs: new Map(items.map((run) => [run.run_id, listed(run)])), lost: undefined };
  } catch (error) {
    const lost = whyAway(error);
    if (lost === undefined) throw error;
    return { runs: new Map(), lost };
  }
}

function listed(run: Run): ListedRun {
  const { run_id, agent_id, status, created_at, exit_code, command, cwd, tier, reason } = run;
  const words = statusWords(status);
  return {
    ...{ run: run_id, agent: agent_id, status: words, tone: toneOf(status) },
    ...{ startedMs: created_at, code: exit_code, command },
    json: {
      ...{ run: run_id, agent: agent_id, status: words, command: command ?? null, cwd },
      started: new Date(created_at).toISOString(),
      ...{ tier: tier ?? null, code: exit_code ?? null, reason: reason ?? null },
    },
  };
}

function toneOf(status: Run['status']): ListedRun['tone'] {
  switch (status) {
    case 'QUEUED':
    case 'RUNNING':
      return 'live';
    case 'WAITING_APPROVAL':
      return 'odd';
    case 'FAILED':
    case 'DENIED':
    case 'TIMED_OUT':
      return 'bad';
    case 'SUCCEEDED':
    case 'CANCELLED':
      return 'over';
    default:
      return status satisfies never;
  }
}
