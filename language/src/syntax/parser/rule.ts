/** `rule NAME:`, its clauses and its reason. */
import { grammarProblems } from '../../diagnostics/codes/grammar.js';
import { RESERVED } from '../kind.js';
import { parseClause, startsClause } from './clause.js';
import type { Parser } from './parser.js';
import { takeText } from './pattern.js';
import { endsClause, skipOne, skipUntil, startsDeclaration } from './recover.js';

/** The next token is `rule`. */
export function parseRule(parser: Parser): void {
  parser.open('rule');
  parser.bump();
  parseHead(parser);
  let hasReason = false;
  while (!parser.at('end') && !startsDeclaration(parser.peek())) {
    if (parser.atWord('because')) {
      if (hasReason) parser.report(grammarProblems.secondBecause(parser.ahead()));
      hasReason = true;
      parseBecause(parser);
    } else if (startsClause(parser)) {
      parseClause(parser);
    } else {
      refuse(parser);
    }
  }
  parser.close();
}

function parseHead(parser: Parser): void {
  const { kind, text } = parser.peek();
  const named = kind === 'word' || kind === 'number';
  if (named && (parser.peek(1).kind === 'colon' || !RESERVED.has(text))) {
    parser.bump();
    if (parser.at('colon')) parser.bump();
    else parser.report(grammarProblems.missingColon(parser.here(), { word: text }));
    return;
  }
  parser.report(grammarProblems.missingRuleName(parser.here(), { found: parser.found() }));
  if (kind === 'string' || kind === 'unknown') skipOne(parser);
  if (parser.at('colon')) parser.bump();
}

/** The next token is `because`. */
export function parseBecause(parser: Parser): void {
  parser.open('because');
  parser.bump();
  takeText(parser, 'because');
  parser.close();
}

function refuse(parser: Parser): void {
  const { kind, text } = parser.peek();
  if (kind !== 'unknown')
    parser.report(grammarProblems.unexpected(parser.ahead(), { found: text }));
  skipOne(parser);
  skipUntil(parser, (token) => endsClause(token) || startsClause(parser));
}
