import type { PolicyEvent } from '@rein/contract';
import type { RunClause, RunRule } from '@rein/enforce';

/** The rules and clauses of all policies that a run had, as events number them. */
export interface GrownTables {
  readonly rules: RunRule[];
  readonly clauses: RunClause[];
}

const LOST: RunRule = { name: '', reason: '', builtin: false };

/** Takes in those of a policy that came later. What an event should have told, and did not, stays nameless. */
export function addPolicy({ rules, clauses }: GrownTables, event: PolicyEvent): void {
  if (clauses.length < event.first_clause) {
    const nameless = { rule: rules.push(LOST) - 1, effect: 'notify', line: 0, text: '' } as const;
    while (clauses.length < event.first_clause) clauses.push(nameless);
  }
  const first = rules.length;
  rules.push(...event.rules);
  clauses.push(...event.clauses.map((clause) => ({ ...clause, rule: first + clause.rule })));
}
