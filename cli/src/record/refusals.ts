import type { Entry } from '@rein/ledger';
import { createActionReader } from './action-views.js';
import { type Approvers, withApprover } from './approvers.js';
import { type DecisionView, decisionOf } from './view.js';

/** Something that was refused, once for as many times as it was tried in a row. */
export interface Refusal {
  readonly view: DecisionView;
  readonly times: number;
  /** What would make it pass, one sentence each. */
  readonly next: readonly string[];
}

const REFUSED: ReadonlySet<string | undefined> = new Set([
  'blocked',
  'killed',
  'denied',
  'expired',
] satisfies DecisionView['outcome'][]);

/** The last refusals of a run, the newest first; the same one counts once. */
export function lastRefusals(
  entries: readonly Entry[],
  limit: number,
  approvers: Approvers = new Map(),
): Refusal[] {
  const found = new Map<string, { view: DecisionView; times: number }>();
  const readAction = createActionReader();
  const views = entries.map((entry) => {
    const action = readAction(entry);
    const view = action?.kind === 'decision' ? action.view : decisionOf(entry);
    return withApprover(view, approvers);
  });
  for (const view of views.reverse()) {
    if (view?.kind !== 'match' || !view.decisive || !REFUSED.has(view.outcome)) continue;
    const key = JSON.stringify([view.rule, view.op, view.target, view.argv, view.outcome]);
    const known = found.get(key);
    if (known !== undefined) known.times++;
    else if (found.size < limit) found.set(key, { view, times: 1 });
  }
  return [...found.values()].map(({ view, times }) => ({ view, times, next: nextSteps(view) }));
}

/** What the agent was told to do, as far as the engine said it, and what a person can do. */
function nextSteps(view: DecisionView): string[] {
  const told = view.feedback
    .split('\n')
    .flatMap((line) => /^\s*next:\s*(?<step>.+)$/.exec(line)?.groups?.step ?? []);
  if (view.outcome === 'expired')
    return [...told, 'nobody answered in time; try again when a person is there'];
  if (view.outcome === 'denied' && view.hold?.reason) {
    return [...told, `${view.hold.by || 'a person'} said: ${view.hold.reason}`];
  }
  return told;
}
