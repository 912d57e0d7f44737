import type { Approval, Run } from '@rein/contract/api';
import type { ReinClient } from '@rein/sdk';
import { foreign } from '../terminal/foreign.js';
import { notice } from '../terminal/notice.js';
import { colorsFor } from '../terminal/style.js';
import { commandLine, shortRun } from '../terminal/words.js';

/** What people type for a request: the engine's name of the hold, or the end of the request's id. */
export function shortRequest({ hold, request_id }: Pick<Approval, 'hold' | 'request_id'>): string {
  return hold ?? shortRun(request_id);
}

/** What is asked for, as verb and words. */
export function askedWords({ asked }: Pick<Approval, 'asked'>) {
  const { op, target, argv = [] } = asked;
  const words = argv.length > 0 ? argv : [target];
  return { verb: foreign(op), words: words.map((word) => foreign(word)) };
}

/** Tells of each request of a run once, and how to answer it. */
export function announceRequests(client: ReinClient, id: string): (run: Run) => Promise<void> {
  const told = new Set<string>();
  return async ({ pending_approvals }) => {
    if (pending_approvals === 0) return;
    const { items } = await client.listApprovals({ run_id: id, status: 'PENDING', limit: 100 });
    for (const approval of [...items].reverse()) {
      if (told.has(approval.request_id)) continue;
      told.add(approval.request_id);
      announce(approval);
    }
  };
}

function announce(approval: Approval): void {
  const { yellow, bold, dim } = colorsFor('stderr');
  const { verb, words } = askedWords(approval);
  const { rule } = approval.asked;
  const by = rule === undefined ? '' : ` ${dim(`(${foreign(rule)})`)}`;
  const id = shortRequest(approval);
  notice(
    `${yellow('◆')} rein holds ${dim(verb)} ${bold(commandLine(words))}${by}: rein approve ${id}, or rein deny ${id}`,
  );
}
