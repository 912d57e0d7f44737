/** A clause of the tree to a clause of the program. */
import type { Operation } from '@rein/contract';
import type { Clause, Condition } from '../program.js';
import { oneLine } from '../syntax/ast/one-line.js';
import { clauseParts, patternParts } from '../syntax/ast/parts.js';
import type { SyntaxNode } from '../syntax/red.js';
import { toCondition, toTargetPattern } from './condition.js';
import { lintClause } from './constant.js';
import { toExec } from './exec.js';
import type { Scope } from './scope.js';

/** Undefined when some of it cannot be read; that was reported. */
export function toClause(node: SyntaxNode, scope: Scope): Clause | undefined {
  const { effect, operation, target, when, unless } = clauseParts(node);
  if (operation === undefined || target === undefined) return undefined;
  const what = toWhat(target, operation, scope);
  const condition = when === undefined ? ALWAYS : toCondition({ node: when, operation, scope });
  const exception = toException(unless, operation, scope);
  if (effect === undefined || what === undefined || condition === undefined) return undefined;
  if (exception === undefined) return undefined;
  const clause: Clause = {
    effect,
    operation,
    ...what,
    when: condition,
    unless: exception,
    text: oneLine(node),
    span: scope.at(node),
    line: scope.lineOf(node),
  };
  lintClause(clause, { when, unless }, scope);
  return clause;
}

const ALWAYS: Condition = { kind: 'true' };

function toWhat(
  target: SyntaxNode,
  operation: Operation,
  scope: Scope,
): Pick<Clause, 'target' | 'args'> | undefined {
  if (operation === 'exec') {
    const exec = toExec(target, scope);
    return exec === undefined ? undefined : { target: exec.path, args: exec.args };
  }
  const pattern = toTargetPattern(patternParts(target).pattern, operation, scope);
  return pattern === undefined ? undefined : { target: pattern, args: [] };
}

/** Several `unless` are joined by `or`. null: there is none. Undefined: one cannot be read. */
function toException(
  nodes: readonly SyntaxNode[],
  operation: Operation,
  scope: Scope,
): Condition | null | undefined {
  const read = nodes.map((node) => toCondition({ node, operation, scope }));
  if (read.length === 0) return null;
  return read.reduce((left, right) =>
    left === undefined || right === undefined ? undefined : { kind: 'or', left, right },
  );
}
