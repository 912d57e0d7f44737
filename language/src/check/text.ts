import { checkProblems } from '../diagnostics/codes/check.js';
import { syntaxProblems } from '../diagnostics/codes/syntax.js';
import { textToken } from '../syntax/ast/parts.js';
import { textValue } from '../syntax/ast/string-value.js';
import type { SyntaxNode } from '../syntax/red.js';
import { CHECK_LIMITS } from './limits.js';
import type { Scope } from './scope.js';

/** The text of a node such as `because`; undefined when there is none. */
export function toText(node: SyntaxNode, scope: Scope): string | undefined {
  const token = textToken(node);
  if (token === undefined) return undefined;
  const { text, unknown } = textValue(token);
  for (const offset of unknown) {
    const start = token.start + offset;
    const span = scope.place({ start, end: start + 2 });
    const written = token.text.slice(offset, offset + 2);
    scope.sink.add(syntaxProblems.unknownEscape(span, { text: written }));
  }
  return text;
}

/** The name of an approval or an agent: short, and not empty. */
export function toName(node: SyntaxNode, scope: Scope): string | undefined {
  const text = toText(node, scope)?.trim();
  if (text === '') {
    scope.sink.add(checkProblems.emptyName(scope.at(node), { name: node.kind }));
    return undefined;
  }
  if (text !== undefined && text.length > CHECK_LIMITS.nameLength) {
    const limit = { name: 'a name', max: CHECK_LIMITS.nameLength };
    scope.sink.add(checkProblems.tooLong(scope.at(node), limit));
  }
  return text;
}
