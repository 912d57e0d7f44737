import type { Clause, Condition, Gate, Rule, TargetPattern } from '@rein/language';
import { endpointPattern, pathPattern } from './own-pattern.js';

/** What the engine counts: operations that it let through, and processes alive at the same time. */
export const COUNTED_BY_ENGINE = ['writes', 'connects', 'processes'] as const;
type Counted = (typeof COUNTED_BY_ENGINE)[number];
export type CountedByEngine = { readonly [Budget in Counted]?: number | undefined };

/** The gate that the engine opens when a budget is used up; kernel/host/tell/budget.c has the names too. */
export function gateOfBudget(budget: Counted): Gate {
  const name = `rein/budget-${budget}`;
  return { text: `approval "${name}"`, opener: { kind: 'approval', name }, closers: [] };
}

/**
 * The rules that hold a run to what the engine counts, and the gates they wait for, numbered from
 * `firstGate`. Refusing, telling why and recording it are then those of any rule.
 */
export function budgetRules(
  budgets: CountedByEngine,
  firstGate: number,
): { readonly rules: Rule[]; readonly gates: Gate[] } {
  const gates: Gate[] = [];
  const rules: Rule[] = [];
  for (const budget of COUNTED_BY_ENGINE) {
    const most = budgets[budget];
    if (most === undefined) continue;
    const when: Condition = { kind: 'after', gate: firstGate + gates.length };
    gates.push(gateOfBudget(budget));
    const { operation, reason } = WORDS[budget];
    rules.push({
      ...{ name: `rein/budget-${budget}`, reason: reason(most), line: 0, builtin: true },
      clauses: [blockAny(operation, when)],
    });
  }
  return { rules, gates };
}

const WORDS = {
  writes: {
    operation: 'write',
    reason: (most: number) => `This run may change files ${most} times, and has.`,
  },
  connects: {
    operation: 'connect',
    reason: (most: number) => `This run may connect ${most} times, and has.`,
  },
  processes: {
    operation: 'exec',
    reason: (most: number) => `This run may have ${most} processes at the same time, and had more.`,
  },
} as const;

type Operation = (typeof WORDS)[Counted]['operation'];

function blockAny(operation: Operation, when: Condition): Clause {
  const unless: Condition | null =
    operation === 'write' ? { kind: 'target', pattern: pathPattern('/dev/{null,tty}') } : null;
  return {
    ...{ effect: 'block', operation, target: anyTarget(operation), args: [], when, unless },
    ...{ text: `block ${operation} any`, span: { start: 0, end: 0 }, line: 0 },
  };
}

function anyTarget(operation: Operation): TargetPattern {
  return operation === 'connect' ? endpointPattern('**') : pathPattern('**');
}
