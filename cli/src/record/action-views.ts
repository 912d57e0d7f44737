import type { Entry } from '@rein/ledger';
import { foreign } from '../terminal/foreign.js';
import { type DecisionView, numberIn, objectIn, textIn, timeOf } from './view.js';

/** What an entry about a mediated action comes to: a decision, or that one was done. */
export type ActionView =
  | { readonly kind: 'decision'; readonly view: DecisionView }
  | {
      readonly kind: 'done';
      readonly capability: string;
      readonly resource: string;
      readonly failed: string;
      /** Of a program that it started. */
      readonly exitCode: number;
    };

/**
 * Reads the entries of a record in order; those about actions become the decisions that they stand
 * for. An action and what came of it are two entries: only together they say who was asked.
 */
export function createActionReader(): (entry: Entry) => ActionView | undefined {
  const asked = new Map<string, Entry>();
  return (entry) => {
    if (entry.kind === 'action') {
      asked.set(textIn(entry, 'action'), entry);
      const decision = textIn(entry, 'decision');
      if (decision === 'DENY') {
        return {
          kind: 'decision',
          view: viewOf(entry, entry, { effect: 'block', outcome: 'blocked' }),
        };
      }
      if (decision !== 'REQUIRE_APPROVAL') return undefined;
      return { kind: 'decision', view: viewOf(entry, entry, { effect: 'ask', kind: 'hold' }) };
    }
    if (entry.kind !== 'action-result') return undefined;
    const action = asked.get(textIn(entry, 'action'));
    if (action === undefined) return undefined;
    asked.delete(textIn(entry, 'action'));
    return resultOf(entry, action);
  };
}

function resultOf(entry: Entry, action: Entry): ActionView | undefined {
  const outcome = textIn(entry, 'outcome');
  const why = textIn(entry, 'why');
  const decision = textIn(action, 'decision');
  // That it was denied stands in the decision already.
  if (decision === 'DENY') return undefined;
  if (decision === 'REQUIRE_APPROVAL' && outcome !== 'failed') {
    const isDone = outcome === 'done';
    const view = viewOf(entry, action, { effect: 'ask', outcome: isDone ? 'approved' : 'denied' });
    const hold = { id: textIn(action, 'digest'), by: '', reason: isDone ? '' : foreign(why) };
    return { kind: 'decision', view: { ...view, hold } };
  }
  const [capability, resource] = [textIn(action, 'capability'), textIn(action, 'resource')];
  const exitCode = numberIn(objectIn(entry, 'summary'), 'exit_code');
  return { kind: 'done', capability, resource, failed: outcome === 'done' ? '' : why, exitCode };
}

function viewOf(
  at: Entry,
  action: Entry,
  own: Pick<DecisionView, 'effect'> & Partial<Pick<DecisionView, 'kind' | 'outcome'>>,
): DecisionView {
  return {
    ...{ kind: 'match', outcome: undefined, ...own },
    ...{ seq: at.seq, timeMs: timeOf(at), decisive: true },
    rule: textIn(action, 'rule') || 'capabilities',
    ...{
      op: textIn(action, 'capability'),
      target: foreign(textIn(action, 'resource')),
      target2: '',
    },
    ...{ argv: [], running: [], pid: 0, ppid: 0, exe: '', cwd: '', labels: [] },
    ...{ feedback: '', staleBy: [] },
    reason: foreign(textIn(action, 'reason')),
    clause: { line: 0, text: '' },
    // The digest is what a request has in common with its action.
    hold: own.effect === 'ask' ? { id: textIn(action, 'digest'), by: '', reason: '' } : undefined,
  };
}
