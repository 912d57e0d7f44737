/** `after exec "make" "test" exits 0 since write "src/**" or write "test/**"` */
import { grammarProblems } from '../../diagnostics/codes/grammar.js';
import { EVENT_WORDS, FILE_OPERATIONS, isOneOf, OPERATION_WORDS, RESERVED } from '../kind.js';
import { SYNTAX_LIMITS } from '../limits.js';
import type { Ahead, Parser } from './parser.js';
import { parseExec, parseTarget, parseText } from './pattern.js';
import { endsClause, skipOne } from './recover.js';

/** The next token is `after`. */
export function parseAfter(parser: Parser): void {
  parser.open('after');
  parser.bump();
  const opener = parser.peek().text;
  parseEvent(parser, 'after');
  if (parser.atWord('exits')) parseExits(parser, opener);
  if (parser.atWord('since')) parseSince(parser);
  parser.close();
}

function startsEvent(token: Ahead): boolean {
  return token.kind === 'word' && isOneOf(EVENT_WORDS, token.text);
}

function parseEvent(parser: Parser, after: string): void {
  const { kind, text } = parser.peek();
  const word = kind === 'word' ? text : '';
  if (word === 'exec') parseExec(parser);
  else if (word === 'approval') parseText(parser, 'approval');
  else if (isOneOf(FILE_OPERATIONS, word)) parseTarget(parser, 'file');
  else if (kind === 'unknown') skipOne(parser);
  else refuseEvent(parser, after);
}

function refuseEvent(parser: Parser, after: string): void {
  const { kind, text } = parser.peek();
  if (kind === 'string') {
    parser.report(grammarProblems.eventWithoutVerb(parser.ahead(), { found: text }));
  } else if (kind === 'word' && parser.peek(1).kind === 'string' && !endsClause(parser.peek())) {
    // A word before a text was meant as a verb.
    parser.report(grammarProblems.unknownEvent(parser.ahead(), { found: text }));
    skipOne(parser);
  } else if (kind === 'word' && isOneOf(OPERATION_WORDS, text)) {
    parser.report(grammarProblems.unknownEvent(parser.ahead(), { found: text }));
    parser.open('error');
    parser.bump();
    if (!parser.take('endpoint')) parser.take('any');
    parser.close();
  } else {
    parser.report(grammarProblems.missingEvent(parser.here(), { word: after }));
  }
  skipStrings(parser);
}

function skipStrings(parser: Parser): void {
  if (!parser.at('string')) return;
  parser.open('error');
  while (parser.at('string')) parser.bump();
  parser.close();
}

/** The next token is `exits`. */
function parseExits(parser: Parser, opener: string): void {
  if (opener !== 'exec') {
    const word = opener === '' ? 'after' : opener;
    parser.report(grammarProblems.exitsWithoutExec(parser.ahead(), { word }));
  }
  parser.open('exits');
  parser.bump();
  const { kind, text } = parser.peek();
  if (kind === 'number' && Number(text) <= 255) {
    parser.bump();
  } else {
    parser.report(grammarProblems.badExitStatus(parser.here(), { found: parser.found() }));
    if (parser.onThisLine() && !RESERVED.has(text)) skipOne(parser);
  }
  parser.close();
}

/**
 * The next token is `since`. What follows `or` is another event of it as long as it starts like
 * one; else the `or` joins conditions: `after exec "a" since write "b" or target "c"`.
 */
function parseSince(parser: Parser): void {
  parser.open('since');
  parser.bump();
  parseCloser(parser);
  for (let count = 1; parser.atWord('or') && continuesSince(parser.peek(1)); count += 1) {
    if (count === SYNTAX_LIMITS.closers) {
      parser.report(grammarProblems.tooManyClosers(parser.ahead(), { max: SYNTAX_LIMITS.closers }));
    }
    parser.bump();
    parseCloser(parser);
  }
  parser.close();
}

/** Events, and what can only have been meant as one. */
function continuesSince(token: Ahead): boolean {
  if (token.kind === 'string') return true;
  return startsEvent(token) || (token.kind === 'word' && isOneOf(OPERATION_WORDS, token.text));
}

function parseCloser(parser: Parser): void {
  parseEvent(parser, 'since');
  if (!parser.atWord('exits')) return;
  parser.report(grammarProblems.exitsInSince(parser.ahead()));
  parser.open('error');
  parser.bump();
  if (parser.at('number')) parser.bump();
  parser.close();
}
