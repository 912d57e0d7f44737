import { checkProblems } from '../diagnostics/codes/check.js';
import type { Clause, Rule } from '../program.js';
import { ruleParts } from '../syntax/ast/parts.js';
import type { SyntaxNode } from '../syntax/red.js';
import { toClause } from './clause.js';
import { CHECK_LIMITS } from './limits.js';
import type { Scope } from './scope.js';
import { toText } from './text.js';

/** A rule of the tree to a rule of the program. */
export function toRule(node: SyntaxNode, scope: Scope): Rule {
  const { name, clauses, because } = ruleParts(node);
  const text = name?.text ?? '';
  if (name !== undefined && text.length > CHECK_LIMITS.nameLength) {
    const limit = { name: 'the name of a rule', max: CHECK_LIMITS.nameLength };
    scope.sink.add(checkProblems.tooLong(scope.at(name), limit));
  }
  const hasError = node.nodes().some(({ kind }) => kind === 'error');
  if (name !== undefined && clauses.length === 0 && !hasError) {
    scope.sink.add(checkProblems.ruleWithoutClause(scope.at(name), { name: text }));
  }
  const read = clauses.flatMap((clause) => toClause(clause, scope) ?? []);
  reportTwins(read, scope);
  return {
    name: text,
    reason: because === undefined ? '' : toReason(because, text, scope),
    clauses: read,
    line: scope.lineOf(node),
    builtin: false,
  };
}

function toReason(node: SyntaxNode, name: string, scope: Scope): string {
  const reason = toText(node, scope)?.trim();
  if (reason === '') scope.sink.add(checkProblems.emptyReason(scope.at(node), { name }));
  if (reason !== undefined && reason.length > CHECK_LIMITS.reasonLength) {
    const limit = { name: 'a reason', max: CHECK_LIMITS.reasonLength };
    scope.sink.add(checkProblems.tooLong(scope.at(node), limit));
  }
  return reason ?? '';
}

function reportTwins(clauses: readonly Clause[], { sink }: Scope): void {
  if (clauses.length < 2) return;
  const seen = new Map<string, Clause>();
  for (const clause of clauses) {
    // The keyword before a target may be left out.
    const text = clause.text.replace(/^(\w+ \w+) (?:file|endpoint) /, '$1 ');
    const first = seen.get(text);
    if (first === undefined) seen.set(text, clause);
    else sink.add(checkProblems.duplicateClause(clause.span, { first: first.span }));
  }
}
