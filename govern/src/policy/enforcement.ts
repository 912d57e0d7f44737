import type { Tier } from '@rein/contract';
import { type Enforcement, enforcementOf } from '@rein/enforce';
import type { Clause, Program } from '@rein/language';

/** What a tier does about one clause. */
export interface ClauseEnforcement extends Enforcement {
  readonly rule: string;
  readonly clause: Clause;
}

/** What a tier does about every clause of a policy, in order. */
export function enforcementOfClauses(program: Program, tier: Tier): ClauseEnforcement[] {
  return program.rules.flatMap(({ name, clauses }) =>
    clauses.map((clause) => ({
      rule: name,
      clause,
      ...enforcementOf(tier, clause.operation, clause.effect),
    })),
  );
}

/** Clauses that would do nothing, or come too late for their effect. */
export function unenforceable(program: Program, tier: Tier): ClauseEnforcement[] {
  return enforcementOfClauses(program, tier).filter(({ when }) => when === 'none');
}
