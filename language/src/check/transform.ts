import { checkProblems } from '../diagnostics/codes/check.js';
import type { Transform } from '../program.js';
import { labelParts } from '../syntax/ast/parts.js';
import { BUILTIN_LABELS, isOneOf } from '../syntax/kind.js';
import type { SyntaxNode } from '../syntax/red.js';
import { toExec } from './exec.js';
import type { Scope } from './scope.js';
import { toName } from './text.js';

/** A `declassify` or `endorse` of the tree; undefined when it cannot be read. */
export function toTransform(node: SyntaxNode, scope: Scope): Transform | undefined {
  const { word, label, by } = labelParts(node);
  if (label === undefined) return undefined;
  const what = word === 'endorse' ? 'endorse' : 'declassify';
  if (isOneOf(BUILTIN_LABELS, label.text)) {
    scope.sink.add(checkProblems.builtinTransform(scope.at(label), { name: label.text }));
    return undefined;
  }
  if (what === 'endorse') scope.labels.give(label.text, scope.at(label));
  else scope.labels.use(label.text, scope.at(label), 'takes');
  const common = { what, label: label.text, line: scope.lineOf(node) } as const;
  if (by?.kind === 'approval') {
    const name = toName(by, scope);
    return name === undefined ? undefined : { ...common, kind: 'approval', name };
  }
  const exec = by === undefined ? undefined : toExec(by, scope);
  return exec === undefined ? undefined : { ...common, kind: 'exec', exec };
}
