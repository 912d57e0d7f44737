/** Conditions that are decided before anything happens. */
import { checkProblems } from '../diagnostics/codes/check.js';
import { namesEveryPath } from '../glob/resolve.js';
import type { Clause, Condition, TargetPattern } from '../program.js';
import { BUILTIN_LABELS, isOneOf } from '../syntax/kind.js';
import type { SyntaxNode } from '../syntax/red.js';
import type { Scope } from './scope.js';

/** true, false, or null: it depends. */
type Decided = boolean | null;

interface ConditionNodes {
  readonly when: SyntaxNode | undefined;
  readonly unless: readonly SyntaxNode[];
}

/** Warns where a clause, or its exception, can never apply. */
export function lintClause(clause: Clause, { when, unless }: ConditionNodes, scope: Scope): void {
  const exception = clause.unless === null ? null : decide(clause.unless, clause);
  const [first] = unless;
  if (when !== undefined && decide(clause.when, clause) === false) {
    scope.sink.add(checkProblems.neverFires(scope.at(when)));
  } else if (first !== undefined && exception === true) {
    scope.sink.add(checkProblems.neverFires(scope.at(first)));
  } else if (first !== undefined && exception === false && !asksArgument(clause)) {
    scope.sink.add(checkProblems.neverExcepts(scope.at(first)));
  }
}

/** Then the argument itself has been warned about. */
function asksArgument({ operation, unless }: Clause): boolean {
  return operation !== 'exec' && unless !== null && mentionsArgument(unless);
}

function mentionsArgument(condition: Condition): boolean {
  if (condition.kind === 'not') return mentionsArgument(condition.of);
  if (condition.kind === 'and' || condition.kind === 'or') {
    return mentionsArgument(condition.left) || mentionsArgument(condition.right);
  }
  return condition.kind === 'arg';
}

function decide(condition: Condition, clause: Clause): Decided {
  switch (condition.kind) {
    case 'true':
      return true;
    case 'label':
      return isOneOf(BUILTIN_LABELS, condition.label) ? true : null;
    case 'target':
      return covers(condition.pattern, clause.target) ? true : null;
    case 'arg':
      return clause.operation === 'exec' ? null : false;
    case 'lineage':
    case 'after':
      return null;
    case 'not':
      return not(decide(condition.of, clause));
    case 'and':
      return both(decide(condition.left, clause), decide(condition.right, clause));
    case 'or':
      return not(both(not(decide(condition.left, clause)), not(decide(condition.right, clause))));
  }
}

/** Whether `pattern` surely matches what `target` matched: everything, or written alike. */
function covers(pattern: TargetPattern, target: TargetPattern): boolean {
  if (pattern.kind === target.kind && pattern.text === target.text) return true;
  return pattern.kind === 'path' ? namesEveryPath(pattern.glob) : pattern.endpoint.kind === 'any';
}

function not(decided: Decided): Decided {
  return decided === null ? null : !decided;
}

function both(left: Decided, right: Decided): Decided {
  if (left === false || right === false) return false;
  return left === null || right === null ? null : true;
}
