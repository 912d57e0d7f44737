import type { Verdict } from '@rein/contract';
import { decideAgain, type HostFacts, type Program } from '@rein/language';
import type { Entry } from '@rein/ledger';
import { actionOf, decisionOf, textIn } from '../record/view.js';

/** What another policy would have said of the decisions on a record. */
export interface Simulated {
  /** Decisions that were made again. */
  readonly judged: number;
  /** Those of capabilities and of Rein's own rules, and what the record does not name well enough. */
  readonly left: number;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly seq: number;
  readonly timeMs: number;
  readonly verb: string;
  readonly words: readonly string[];
  readonly was: Verdict;
  readonly wasBy: string;
  readonly is: Verdict;
  readonly isBy: string;
  readonly reason: string;
}

/** Named like the capability that they come from: rules that the policy's text does not hold. */
const OF_CAPABILITY = /^(?:fs|net|proc|mcp|secrets)\.|^capabilities$/;

export function simulate(
  entries: Iterable<Entry>,
  { program, host }: { readonly program: Program; readonly host: HostFacts },
): Simulated {
  const openGates = new Set<string>();
  const changes: Change[] = [];
  let judged = 0;
  let left = 0;
  for (const entry of entries) {
    if (entry.kind === 'gate') {
      const gate = textIn(entry, 'gate');
      if (textIn(entry, 'state') === 'open') openGates.add(gate);
      else openGates.delete(gate);
    }
    const view = decisionOf(entry);
    // What was held is decided once, and stands there twice.
    if (view === undefined || !view.decisive || (view.kind === 'match' && view.hold)) continue;
    const again =
      entry.builtin === true || OF_CAPABILITY.test(view.rule)
        ? undefined
        : decideAgain(program, host, { ...view, openGates });
    if (again === undefined) {
      left++;
      continue;
    }
    judged++;
    const { verdict: is, rule: isBy, reason } = again;
    if (is === view.effect) continue;
    const { seq, timeMs, effect: was, rule: wasBy } = view;
    changes.push({ seq, timeMs, ...actionOf(view), was, wasBy, is, isBy, reason });
  }
  return { judged, left, changes };
}
