import { checkProblems } from '../diagnostics/codes/check.js';
import type { Source } from '../program.js';
import { labelParts, patternParts } from '../syntax/ast/parts.js';
import { BUILTIN_LABELS, isOneOf } from '../syntax/kind.js';
import type { SyntaxNode } from '../syntax/red.js';
import { toExec } from './exec.js';
import type { Scope } from './scope.js';
import { toName } from './text.js';

/** A `source` of the tree; undefined when it cannot be read, or gives nothing new. */
export function toSource(node: SyntaxNode, scope: Scope): Source | undefined {
  const { label, by } = labelParts(node);
  if (label === undefined) return undefined;
  const origin = by === undefined ? undefined : toOrigin(by, scope);
  if (isOneOf(BUILTIN_LABELS, label.text)) {
    // `source AGENT = exec "claude"` is how ActPlane says who the agent is: fine, and no news here.
    if (by !== undefined && by.kind !== 'exec') {
      scope.sink.add(checkProblems.builtinSource(scope.at(node), { name: label.text }));
    }
    return undefined;
  }
  scope.labels.give(label.text, scope.at(label));
  if (origin === undefined) return undefined;
  return { label: label.text, line: scope.lineOf(node), ...origin };
}

type Origin =
  | Pick<Extract<Source, { kind: 'file' }>, 'kind' | 'path'>
  | Pick<Extract<Source, { kind: 'endpoint' }>, 'kind' | 'endpoint'>
  | Pick<Extract<Source, { kind: 'exec' }>, 'kind' | 'exec'>
  | Pick<Extract<Source, { kind: 'agent' }>, 'kind' | 'id'>;

function toOrigin(node: SyntaxNode, scope: Scope): Origin | undefined {
  if (node.kind === 'exec') {
    const exec = toExec(node, scope);
    return exec === undefined ? undefined : { kind: 'exec', exec };
  }
  if (node.kind === 'agent') {
    const id = toName(node, scope);
    return id === undefined ? undefined : { kind: 'agent', id };
  }
  const { pattern } = patternParts(node);
  if (pattern === undefined) return undefined;
  if (node.kind === 'endpoint') {
    const endpoint = scope.patterns.endpoint(pattern);
    return endpoint === undefined ? undefined : { kind: 'endpoint', endpoint };
  }
  const path = scope.patterns.path(pattern);
  return path === undefined ? undefined : { kind: 'file', path };
}
