import type { Tier } from '@rein/contract';
import { type Enforcement, enforcementOf, limitsOf } from '@rein/enforce';
import type { Clause, Program } from '@rein/language';
import { concernsOf } from './concerns.js';

/** What a tier does about one clause. */
export interface ClauseEnforcement extends Enforcement {
  readonly rule: string;
  readonly clause: Clause;
  /** What it does not do about it: sentences without a period. */
  readonly limits: readonly string[];
}

/** What a tier does about a clause of a program, and what not. */
export function enforcementOfClause(
  program: Program,
  tier: Tier,
  clause: Clause,
): Enforcement & { readonly limits: readonly string[] } {
  const concerns = concernsOf(program, clause);
  const limits = limitsOf(tier).filter((limit) => concerns.has(limit.concerns));
  const fatal = limits.find(({ voids }) => voids);
  const enforcement = enforcementOf(tier, clause.operation, clause.effect);
  if (fatal !== undefined) return { when: 'none', why: fatal.says, limits: [] };
  return { ...enforcement, limits: limits.map(({ says }) => says) };
}

/** What a tier does about every clause of a policy, in order. */
export function enforcementOfClauses(program: Program, tier: Tier): ClauseEnforcement[] {
  return program.rules.flatMap(({ name, clauses }) =>
    clauses.map((clause) => ({
      rule: name,
      clause,
      ...enforcementOfClause(program, tier, clause),
    })),
  );
}

/**
 * Clauses whose effect would not come. Rein's own are not among them: the author can do nothing about
 * those, and `unguarded` says when they would do nothing.
 */
export function unenforceable(program: Program, tier: Tier): ClauseEnforcement[] {
  const written = program.rules.filter(({ builtin }) => !builtin);
  return enforcementOfClauses({ ...program, rules: written }, tier).filter(
    ({ when }) => when === 'none',
  );
}

/** Whether the tier cannot keep a run from its own record, policy and hooks. */
export function unguarded(tier: Tier): boolean {
  return enforcementOf(tier, 'write', 'block').when === 'none';
}
