import { checkProblems } from '../diagnostics/codes/check.js';
import type { ArgPattern, ExecPattern, PathPattern } from '../program.js';
import { patternParts } from '../syntax/ast/parts.js';
import type { SyntaxNode } from '../syntax/red.js';
import type { Token } from '../syntax/token.js';
import type { Scope } from './scope.js';

/** `exec PATTERN ARG*`; undefined when some of it cannot be read. */
export function toExec(node: SyntaxNode, scope: Scope): ExecPattern | undefined {
  const { pattern, args } = patternParts(node);
  const path = toProgram(pattern, scope);
  const read = args.map((token) => scope.patterns.arg(token));
  warnOfBlanks(args, read, scope);
  const whole = read.filter((arg): arg is ArgPattern => arg !== undefined);
  return path === undefined || whole.length < read.length ? undefined : { path, args: whole };
}

/** The pattern of a program. */
export function toProgram(token: Token | undefined, scope: Scope): PathPattern | undefined {
  const path = token === undefined ? undefined : scope.patterns.path(token);
  // `exec "git push"`: a shell would split it, the kernel does not.
  if (token !== undefined && path !== undefined && /^[^/\s]+\s+\S/.test(path.text)) {
    scope.sink.add(checkProblems.argumentsInProgram(scope.at(token), { name: path.text }));
  }
  return path;
}

/** Words as a shell would split them: two at least, and no glob. */
const WORDS = /^[\w./:@=-]+(?:\s+[\w./:@=-]+)+$/;

/** `exec "git" "push --force"`. What follows an option may well be a text: `"-m" "first draft"`. */
function warnOfBlanks(
  tokens: readonly Token[],
  args: readonly (ArgPattern | undefined)[],
  scope: Scope,
): void {
  tokens.forEach((token, at) => {
    const text = args[at]?.text;
    if (text === undefined || !WORDS.test(text) || args[at - 1]?.text.startsWith('-')) return;
    scope.sink.add(checkProblems.argumentsInArgument(scope.at(token), { name: text }));
  });
}
