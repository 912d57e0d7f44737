/** `exec "git" "push"`, `write file "src/**"`, `connect endpoint "10.0.0."`, `approval "release"` */
import { grammarProblems } from '../../diagnostics/codes/grammar.js';
import { syntaxProblems } from '../../diagnostics/codes/syntax.js';
import { ENDPOINT_OPERATIONS, FILE_OPERATIONS, isOneOf, RESERVED } from '../kind.js';
import { SYNTAX_LIMITS } from '../limits.js';
import type { Parser } from './parser.js';
import { skipOne } from './recover.js';

/** Words that were meant as `if`, `unless` or `because`. */
const NOT_ARGUMENTS: ReadonlySet<string> = new Set(['when', 'except', 'but', 'without', 'reason']);

const TARGET_KEYWORDS = ['file', 'endpoint', 'exec'] as const;

/** A clause's operation, with its target. The next token is an operation word. */
export function parseOperation(parser: Parser): void {
  const { text } = parser.peek();
  if (text === 'exec') parseExec(parser);
  else if (isOneOf(FILE_OPERATIONS, text)) parseTarget(parser, 'file');
  else if (isOneOf(ENDPOINT_OPERATIONS, text)) parseTarget(parser, 'endpoint');
}

/** `exec PATTERN ARG*`; the next token is `exec`. */
export function parseExec(parser: Parser): void {
  parser.open('exec');
  parser.bump();
  refuseKeywords(parser, 'exec', []);
  if (parsePattern(parser, 'exec')) parseArguments(parser);
  parser.close();
}

function parseArguments(parser: Parser): void {
  let count = 0;
  for (; parser.at('string') || isBareArgument(parser); count += 1) {
    const bare = !parser.at('string');
    if (bare && !parser.at('unknown')) reportBare(parser);
    if (count === SYNTAX_LIMITS.args) {
      parser.report(grammarProblems.tooManyArguments(parser.ahead(), { max: SYNTAX_LIMITS.args }));
    }
    if (bare) skipOne(parser);
    else parser.bump();
  }
}

/** A word where an argument could be, and nothing else; the scanner reported the unknown. */
function isBareArgument(parser: Parser): boolean {
  const { kind, text } = parser.peek();
  if (kind === 'number' || kind === 'unknown') return true;
  if (kind !== 'word' || RESERVED.has(text) || NOT_ARGUMENTS.has(text)) return false;
  const after = parser.peek(1);
  // `block exec "git" push` lacks quotes; `blok exec "x"` on the next line is another clause.
  return !(after.kind === 'word' && isOperationWord(after.text)) && parser.onThisLine();
}

function reportBare(parser: Parser): void {
  parser.report(syntaxProblems.unquoted(parser.ahead(), { text: parser.peek().text }));
}

function isOperationWord(text: string): boolean {
  return text === 'exec' || isOneOf(FILE_OPERATIONS, text) || isOneOf(ENDPOINT_OPERATIONS, text);
}

/** `exec PATTERN` alone, as a lineage has it; the next token is `exec`. */
export function parseProgram(parser: Parser): void {
  parser.open('exec');
  parser.bump();
  if (parsePattern(parser, 'exec')) refuseArguments(parser, 'lineage-includes exec');
  parser.close();
}

/** A file or endpoint operation; the next token is its word. */
export function parseTarget(parser: Parser, kind: 'file' | 'endpoint'): void {
  const operation = parser.peek().text;
  parser.open(kind);
  parser.bump();
  refuseKeywords(parser, operation, [kind]);
  if (parsePattern(parser, operation)) refuseArguments(parser, operation);
  parser.close();
}

/** `file PATTERN`, `endpoint PATTERN`: a source, where the kind is the verb. */
export function parseSourceTarget(parser: Parser, kind: 'file' | 'endpoint'): void {
  parser.open(kind);
  parser.bump();
  if (parsePattern(parser, kind)) refuseArguments(parser, kind);
  parser.close();
}

function refuseKeywords(parser: Parser, operation: string, allowed: readonly string[]): void {
  const { kind, text } = parser.peek();
  if (kind !== 'word' || !isOneOf(TARGET_KEYWORDS, text)) return;
  if (allowed.includes(text)) {
    parser.bump();
    return;
  }
  parser.report(grammarProblems.wrongTargetKind(parser.ahead(), { operation, keyword: text }));
  skipOne(parser);
}

/** A pattern of its own; false, and reported, when there is none. */
export function parsePattern(parser: Parser, after: string): boolean {
  if (parser.at('string') || parser.atWord('any')) {
    parser.bump();
    return true;
  }
  if (parser.at('unknown')) {
    // The scanner has said what is wrong with it.
    skipOne(parser);
    return true;
  }
  const { kind, text } = parser.peek();
  const isWord = kind === 'word' || kind === 'number';
  const bare = isWord && parser.onThisLine() && !RESERVED.has(text) && !NOT_ARGUMENTS.has(text);
  if (bare) {
    reportBare(parser);
    skipOne(parser);
  } else {
    parser.report(grammarProblems.missingPattern(parser.here(), { after }));
  }
  return bare;
}

function refuseArguments(parser: Parser, operation: string): void {
  if (!parser.at('string')) return;
  parser.report(grammarProblems.argumentsOutsideExec(parser.ahead(), { word: operation }));
  parser.open('error');
  while (parser.at('string')) parser.bump();
  parser.close();
}

/** `approval "NAME"`, `agent "ID"`, `arg "…"`: a word and a text. The next token is the word. */
export function parseText(parser: Parser, kind: 'approval' | 'agent' | 'arg'): void {
  const word = parser.peek().text;
  parser.open(kind);
  parser.bump();
  takeText(parser, word);
  parser.close();
}

/** Bumps the text that has to follow `word`. */
export function takeText(parser: Parser, word: string): void {
  if (parser.at('string')) parser.bump();
  else if (parser.at('unknown')) skipOne(parser);
  else parser.report(grammarProblems.missingString(parser.here(), { word }));
}
