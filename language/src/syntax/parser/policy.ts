/** The declarations of a policy, one after the other. */
import { EFFECTS } from '@rein/contract';
import { grammarProblems } from '../../diagnostics/codes/grammar.js';
import { isOneOf } from '../kind.js';
import { parseClause, startsClause } from './clause.js';
import type { Parser } from './parser.js';
import { skipOne, skipUntil, startsDeclaration } from './recover.js';
import { parseBecause, parseRule } from './rule.js';
import { parseSource } from './source.js';
import { parseTransform } from './transform.js';

export function parsePolicy(parser: Parser): void {
  while (!parser.at('end')) parseDeclaration(parser);
}

function parseDeclaration(parser: Parser): void {
  const { kind, text } = parser.peek();
  const word = kind === 'word' ? text : '';
  if (word === 'source') parseSource(parser);
  else if (word === 'rule') parseRule(parser);
  else if (word === 'declassify' || word === 'endorse') parseTransform(parser, word);
  else if (word === 'because' || isOneOf(EFFECTS, word)) parseStray(parser, word);
  else refuse(parser);
}

/** A clause before any rule: what is wrong inside it is still said. */
function parseStray(parser: Parser, word: string): void {
  parser.report(grammarProblems.outsideRule(parser.ahead(), { found: word }));
  while (startsClause(parser)) parseClause(parser);
  if (parser.atWord('because')) parseBecause(parser);
}

/** `sourc SECRET =`, `rul no-push:` at the start of a line. */
function looksLikeOne(parser: Parser): boolean {
  if (parser.onThisLine() || !parser.at('word') || parser.peek(1).kind !== 'word') return false;
  const { kind } = parser.peek(2);
  return kind === 'equals' || kind === 'colon';
}

function refuse(parser: Parser): void {
  const { kind, text } = parser.peek();
  if (kind !== 'unknown') {
    parser.report(grammarProblems.expectedDeclaration(parser.ahead(), { found: text }));
  }
  skipOne(parser);
  skipUntil(parser, (token) => startsDeclaration(token) || looksLikeOne(parser));
}
