/** `source SECRET = file "secrets/**"` */
import { grammarProblems } from '../../diagnostics/codes/grammar.js';
import { parseLabelName } from './label.js';
import type { Parser } from './parser.js';
import { parseExec, parseSourceTarget, parseText } from './pattern.js';
import { skipUntil, startsDeclaration } from './recover.js';

/** The next token is `source`. */
export function parseSource(parser: Parser): void {
  parser.open('source');
  parser.bump();
  parseLabelName(parser, 'source');
  const hasEquals = parser.at('equals');
  if (hasEquals) parser.bump();
  else parser.report(grammarProblems.missingEquals(parser.here(), { found: parser.found() }));
  if (parser.onThisLine() || hasEquals) parseOrigin(parser);
  refuseRest(parser);
  parser.close();
}

function parseOrigin(parser: Parser): void {
  const { kind, text } = parser.peek();
  const word = kind === 'word' ? text : '';
  if (word === 'file' || word === 'endpoint') parseSourceTarget(parser, word);
  else if (word === 'exec') parseExec(parser);
  else if (word === 'agent') parseText(parser, 'agent');
  else parser.report(grammarProblems.unknownSourceKind(parser.here(), { found: parser.found() }));
}

/** What is left up to the next declaration was meant for this one. */
export function refuseRest(parser: Parser): void {
  const { kind, text } = parser.peek();
  if (kind === 'end' || startsDeclaration(parser.peek())) return;
  if (!parser.onThisLine()) return;
  if (kind !== 'unknown')
    parser.report(grammarProblems.unexpected(parser.ahead(), { found: text }));
  skipUntil(parser, (token) => startsDeclaration(token) || !parser.onThisLine());
}
