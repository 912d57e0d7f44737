import type { RunClause, RunRule } from '@rein/enforce';
import type { Program } from '@rein/language';

/**
 * Rules and clauses as events number them. The policy image numbers clauses in the order they are
 * written, rule after rule.
 */
export function tablesOf(program: Program): {
  readonly rules: RunRule[];
  readonly clauses: RunClause[];
} {
  return {
    rules: program.rules.map(({ name, reason, builtin }) => ({ name, reason, builtin })),
    clauses: program.rules.flatMap(({ clauses, builtin }, rule) =>
      clauses.map(({ effect, line, text }) => ({ rule, effect, line: builtin ? 0 : line, text })),
    ),
  };
}
