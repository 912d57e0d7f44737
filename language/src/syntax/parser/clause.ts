/** `block exec "git" "push" if SECRET unless after approval "release"` */
import { EFFECTS } from '@rein/contract';
import { grammarProblems } from '../../diagnostics/codes/grammar.js';
import { isOneOf, OPERATION_WORDS } from '../kind.js';
import { parseCondition } from './condition.js';
import type { Ahead, Parser } from './parser.js';
import { parseOperation } from './pattern.js';
import { endsClause, skipOne, skipUntil } from './recover.js';

/** True for a clause, and for what was meant as one: a missing or a misspelt effect. */
export function startsClause(parser: Parser): boolean {
  const { kind, text } = parser.peek();
  if (kind !== 'word') return false;
  return isOneOf(EFFECTS, text) || isOperation(parser.peek()) || isOperation(parser.peek(1));
}

function isOperation(token: Ahead): boolean {
  return token.kind === 'word' && isOneOf(OPERATION_WORDS, token.text);
}

export function parseClause(parser: Parser): void {
  parser.open('clause');
  parser.terms = 0;
  parser.gaveUp = false;
  parseEffect(parser);
  if (isOperation(parser.peek())) {
    parseOperation(parser);
  } else {
    parseUnknownOperation(parser);
  }
  parseConditions(parser);
  if (!endsClause(parser.peek()) && !startsClauseBelow(parser)) refuseRest(parser);
  parser.close();
}

function parseEffect(parser: Parser): void {
  const { text } = parser.peek();
  if (isOneOf(EFFECTS, text)) {
    parser.bump();
  } else if (isOneOf(OPERATION_WORDS, text)) {
    parser.report(grammarProblems.missingEffect(parser.ahead(), { word: text }));
  } else {
    parser.report(grammarProblems.unknownEffect(parser.ahead(), { word: text }));
    skipOne(parser);
  }
}

function parseUnknownOperation(parser: Parser): void {
  const { kind, text } = parser.peek();
  parser.report(
    grammarProblems.unknownOperation(parser.here(), {
      found: endsClause(parser.peek()) ? '' : text,
    }),
  );
  // A word was meant as the operation; the texts after it as its target.
  if (kind === 'word' && !endsClause(parser.peek()) && text !== 'if' && text !== 'unless') {
    skipOne(parser);
  }
  skipUntil(parser, (token) => token.kind !== 'string' && token.text !== 'any');
}

function parseConditions(parser: Parser): void {
  let hasIf = false;
  let hasUnless = false;
  for (;;) {
    if (parser.atWord('if')) {
      if (hasIf) parser.report(grammarProblems.secondIf(parser.ahead()));
      else if (hasUnless) parser.report(grammarProblems.ifAfterUnless(parser.ahead()));
      hasIf = true;
      parseWith(parser, 'if');
    } else if (parser.atWord('unless')) {
      // Several `unless` are exceptions each: any of them will do.
      hasUnless = true;
      parseWith(parser, 'unless');
    } else {
      return;
    }
  }
}

function parseWith(parser: Parser, word: 'if' | 'unless'): void {
  parser.open(word);
  parser.bump();
  parseCondition(parser, word);
  parser.close();
}

/** On the next line something starts that was meant as a clause. */
function startsClauseBelow(parser: Parser): boolean {
  return !parser.onThisLine() && startsClause(parser);
}

function refuseRest(parser: Parser): void {
  const { kind, text } = parser.peek();
  // What is unknown was reported when it was scanned.
  if (kind !== 'unknown')
    parser.report(grammarProblems.unexpected(parser.ahead(), { found: text }));
  parser.open('error');
  do parser.bump();
  while (!endsClause(parser.peek()) && !startsClauseBelow(parser));
  parser.close();
}
