/** What follows `if` and `unless`; `and` binds tighter than `or`, `not` tighter than both. */
import { grammarProblems } from '../../diagnostics/codes/grammar.js';
import { EVENT_WORDS, isOneOf, OPERATION_WORDS, RESERVED } from '../kind.js';
import { SYNTAX_LIMITS } from '../limits.js';
import { parseAfter } from './gate.js';
import type { Parser } from './parser.js';
import { parseOperation, parsePattern, parseProgram, parseText } from './pattern.js';
import { endsClause, skipOne, skipUntil } from './recover.js';

/** A whole condition. `after` is the word before it, for messages. */
export function parseCondition(parser: Parser, after: string): void {
  parseChain(parser, 'or', after, 0);
}

/** `a or b or c`, each an `a and b and c`, each a term: one flat node per chain. */
function parseChain(parser: Parser, word: 'or' | 'and', after: string, depth: number): void {
  const operand = (before: string): void =>
    word === 'or' ? parseChain(parser, 'and', before, depth) : parseTerm(parser, before, depth);

  const start = parser.checkpoint();
  operand(after);
  if (!parser.atWord(word)) return;
  parser.tree.openAt(start, word);
  while (parser.take(word)) operand(word);
  parser.close();
}

function parseTerm(parser: Parser, after: string, depth: number): void {
  const { kind, text } = parser.peek();
  if (tooMuch(parser, depth)) {
    skipUntil(parser, endsClause);
  } else if (kind === 'left-paren') {
    parseGroup(parser, depth);
  } else if (kind === 'word') {
    parseWordTerm(parser, text, after, depth);
  } else if (kind === 'string') {
    parser.report(grammarProblems.notACondition(parser.ahead(), { found: text }));
    skipOne(parser);
  } else if (kind === 'unknown') {
    parseAfterUnknown(parser, after, depth);
  } else {
    parser.report(grammarProblems.missingCondition(parser.here(), { word: after }));
  }
}

function tooMuch(parser: Parser, depth: number): boolean {
  parser.terms += 1;
  const { conditionDepth, conditionTerms } = SYNTAX_LIMITS;
  if (depth > conditionDepth) {
    parser.report(grammarProblems.tooDeep(parser.ahead(), { max: conditionDepth }));
    parser.gaveUp = true;
    return true;
  }
  if (parser.terms <= conditionTerms) return false;
  parser.report(grammarProblems.tooManyTerms(parser.ahead(), { max: conditionTerms }));
  parser.gaveUp = true;
  return true;
}

function parseGroup(parser: Parser, depth: number): void {
  const opening = parser.ahead();
  parser.open('group');
  parser.bump();
  parseChain(parser, 'or', '(', depth + 1);
  if (parser.at('right-paren')) parser.bump();
  else if (!parser.gaveUp) parser.report(grammarProblems.unclosedParenthesis(opening));
  parser.close();
}

/** `!SECRET` was reported by the scanner; what follows is still read. */
function parseAfterUnknown(parser: Parser, after: string, depth: number): void {
  skipOne(parser);
  if (parser.at('word') && !endsClause(parser.peek())) parseTerm(parser, after, depth + 1);
}

function parseWordTerm(parser: Parser, word: string, after: string, depth: number): void {
  if (word === 'not') parseNot(parser, depth);
  else if (word === 'true') parseWord(parser, 'true');
  else if (word === 'target') parseTargetTerm(parser);
  else if (word === 'arg') parseText(parser, 'arg');
  else if (word === 'lineage-includes') parseLineage(parser);
  else if (word === 'after') parseAfter(parser);
  else parseLabel(parser, word, after);
}

function parseNot(parser: Parser, depth: number): void {
  parser.open('not');
  parser.bump();
  parseTerm(parser, 'not', depth + 1);
  parser.close();
}

/** `target PATTERN`, `target not PATTERN` */
function parseTargetTerm(parser: Parser): void {
  parser.open('target');
  parser.bump();
  parser.take('not');
  parsePattern(parser, 'target');
  parser.close();
}

function parseWord(parser: Parser, kind: 'true' | 'label'): void {
  parser.open(kind);
  parser.bump();
  parser.close();
}

function parseLineage(parser: Parser): void {
  parser.open('lineage');
  parser.bump();
  if (parser.atWord('exec')) {
    parseProgram(parser);
  } else {
    parser.report(grammarProblems.lineageWithoutExec(parser.here(), { found: parser.found() }));
    if (parser.at('string')) skipOne(parser);
  }
  parser.close();
}

/** Words that stand between conditions: before one of them there is none. */
const JOINTS = ['and', 'or', 'if', 'unless'] as const;

function parseLabel(parser: Parser, word: string, after: string): void {
  if (endsClause(parser.peek()) || isOneOf(JOINTS, word)) {
    parser.report(grammarProblems.missingCondition(parser.here(), { word: after }));
  } else if (isOneOf(EVENT_WORDS, word) || isOneOf(OPERATION_WORDS, word)) {
    parser.report(grammarProblems.eventWithoutAfter(parser.ahead(), { word }));
    if (word === 'approval') parseText(parser, 'approval');
    else parseOperation(parser);
  } else if (word === 'false' || RESERVED.has(word)) {
    parser.report(grammarProblems.notACondition(parser.ahead(), { found: word }));
    skipOne(parser);
  } else {
    parseWord(parser, 'label');
  }
}
