import type { Entry } from '@rein/ledger';
import { createActionReader } from './action-views.js';
import { type Approvers, withApprover } from './approvers.js';
import { type GuardView, guardOf } from './guard-view.js';
import { type DecisionView, decisionOf } from './view.js';

/** What refused it: a rule, or a guard. */
export type RefusedBy =
  | { readonly kind: 'rule'; readonly view: DecisionView }
  | { readonly kind: 'guard'; readonly view: GuardView };

/** Something that was refused, once for as many times as it was tried in a row. */
export type Refusal = RefusedBy & {
  readonly times: number;
  /** What would make it pass, one sentence each. */
  readonly next: readonly string[];
};

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
  const found = new Map<string, { by: RefusedBy; times: number }>();
  const readAction = createActionReader();
  const refused = entries.flatMap((entry): RefusedBy[] => {
    const guard = guardOf(entry);
    if (guard !== undefined) return isTrial(guard) ? [] : [{ kind: 'guard', view: guard }];
    const action = readAction(entry);
    const decision = action?.kind === 'decision' ? action.view : decisionOf(entry);
    const view = withApprover(decision, approvers);
    if (view?.kind !== 'match' || !view.decisive || !REFUSED.has(view.outcome)) return [];
    return [{ kind: 'rule', view }];
  });
  for (const by of refused.reverse()) {
    const key = keyOf(by);
    const known = found.get(key);
    if (known !== undefined) known.times++;
    else if (found.size < limit) found.set(key, { by, times: 1 });
  }
  return [...found.values()].map(({ by, times }) => ({ ...by, times, next: nextSteps(by) }));
}

/** Runtimes try an io_uring as they start, and go on without. */
const isTrial = ({ guard }: GuardView): boolean => guard === 'io_uring';

function keyOf({ kind, view }: RefusedBy): string {
  return kind === 'guard'
    ? JSON.stringify([view.guard, view.call, view.exe])
    : JSON.stringify([view.rule, view.op, view.target, view.argv, view.outcome]);
}

/** What the agent was told to do, as far as the engine said it, and what a person can do. */
function nextSteps({ kind, view }: RefusedBy): string[] {
  if (kind === 'guard') {
    if (view.guard === 'control') return [];
    return [`\`guards: { ${view.guard}: allow }\` in the policy lets every program of a run do it`];
  }
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
