import type { Approval, ListApprovalsQuery } from '@rein/contract/api';
import { askedWords, shortRequest } from '../attached/holds.js';
import type { Daemon } from '../daemon/client.js';
import { disguiseOf } from '../record/view.js';
import { foreign } from '../terminal/foreign.js';
import { type Background, type Held, tellingLabels } from './held.js';
import { lineageIn, originsIn } from './origin.js';

/** Requests of one page; and pages, past which a person has other worries. */
const PAGE = 500;
const PAGES_MAX = 20;
/** Entries of a record that are looked through for where a label came from. */
const ENTRIES_MAX = 10_000;

/** What waits at the daemon, as far as the caller may see it. */
export async function heldThere(daemon: Daemon): Promise<Held[]> {
  const found = await approvalsOf(daemon, { status: 'PENDING' });
  return found.map((approval) => heldOf(daemon, approval));
}

/** Requests of the daemon, newest first. */
export async function approvalsOf(
  daemon: Daemon,
  query: Pick<Partial<ListApprovalsQuery>, 'status' | 'agent_id' | 'run_id'>,
): Promise<Approval[]> {
  const found: Approval[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const { items, next } = await daemon.listApprovals({ ...query, limit: PAGE, cursor });
    found.push(...items);
    if (next === undefined) break;
    cursor = next;
  }
  return found;
}

export function heldOf(daemon: Daemon, approval: Approval): Held {
  const { request_id, run_id: run, agent_id, requested_by, asked, digest, source } = approval;
  const { verb, words } = askedWords(approval);
  const { op, argv = [], labels = [], pid } = asked;
  const id = shortRequest(approval);
  const text = (value: string | undefined): string => foreign(value ?? '');
  return {
    ...{ id, key: `${run} ${approval.hold ?? request_id}`, run },
    ...{ agent: agent_id, requestedBy: foreign(requested_by), verb, words },
    disguise: text(disguiseOf({ op, target: asked.target, argv })),
    ...{ rule: text(asked.rule), why: text(asked.because), cwd: text(asked.cwd) },
    ...{ exe: text(asked.exe), pid, labels: labels.map((label) => foreign(label)) },
    preview: asked.preview ?? '',
    ...{ sinceMs: approval.created_at, expiresMs: approval.expires_at, dueMs: approval.due_at },
    canLast: source === 'action',
    json: jsonOf(id, approval),
    async decide({ approve, reason, scope }) {
      const because = reason === '' ? {} : { reason };
      // The digest of what was shown: should something else stand under the id, it is refused.
      if (approve) await daemon.grant(request_id, { scope, digest, ...because });
      else await daemon.deny(request_id, reason === '' ? undefined : reason);
    },
    background: () => backgroundOf(daemon, approval),
  };
}

function jsonOf(id: string, approval: Approval): object {
  const { asked, run_id, agent_id, created_at, expires_at, due_at, ...rest } = approval;
  const { because, rule, ...action } = asked;
  const { status, decided_at, decided_by, reason, note } = rest;
  const scope = status === 'APPROVED' ? rest.scope : undefined;
  const answer =
    decided_at === undefined
      ? {}
      : {
          answer: { time: new Date(decided_at).toISOString(), by: decided_by, note, scope, reason },
        };
  return {
    ...{ source: 'daemon', id, run: run_id, agent: agent_id, request: rest.request_id },
    ...{ status: status.toLowerCase(), ...answer },
    ...{ time: new Date(created_at).toISOString(), expires: new Date(expires_at).toISOString() },
    ...(due_at === undefined ? {} : { due: new Date(due_at).toISOString() }),
    ...{ overdue: rest.overdue, requested_by: rest.requested_by, digest: rest.digest },
    ...{ effect: 'ask', ...action, argv: action.argv ?? null, rule, reason: because },
  };
}

async function backgroundOf(daemon: Daemon, { run_id, asked }: Approval): Promise<Background> {
  const { pid, labels = [] } = asked;
  const [lineage, origins] = await Promise.all([
    pid === undefined ? [] : processesOf(daemon, run_id).then((all) => lineageIn(all, pid)),
    tellingLabels(labels).length === 0 ? [] : originsOf(daemon, run_id, labels),
  ]);
  return { lineage, origins };
}

async function processesOf(daemon: Daemon, run: string) {
  const tree = await daemon.processTree(run);
  return tree.map(({ pid, ppid, command }) => ({ pid, ppid, name: command }));
}

async function originsOf(daemon: Daemon, run: string, labels: readonly string[]) {
  const entries: Record<string, unknown>[] = [];
  for (let after = -1; entries.length < ENTRIES_MAX; ) {
    const { items, next_after } = await daemon.runEvents(run, after);
    if (items.length === 0) break;
    entries.push(...items.map(({ entry }) => entry));
    after = next_after;
  }
  return originsIn(entries, labels);
}
