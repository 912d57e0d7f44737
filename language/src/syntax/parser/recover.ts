/** Getting back on the road: what is skipped is kept in an `error` node. */
import { EFFECTS } from '@rein/contract';
import { DECLARATION_WORDS, isOneOf } from '../kind.js';
import type { Ahead, Parser } from './parser.js';

export function startsDeclaration(token: Ahead): boolean {
  return token.kind === 'word' && isOneOf(DECLARATION_WORDS, token.text);
}

/** What cannot be in the middle of a clause. */
export function endsClause(token: Ahead): boolean {
  if (token.kind === 'end') return true;
  if (token.kind !== 'word') return false;
  return (
    isOneOf(EFFECTS, token.text) ||
    token.text === 'because' ||
    isOneOf(DECLARATION_WORDS, token.text)
  );
}

/** Skips at least to where `stop` says; nothing when it says so at once. */
export function skipUntil(parser: Parser, stop: (token: Ahead) => boolean): void {
  if (parser.at('end') || stop(parser.peek())) return;
  parser.open('error');
  while (!parser.at('end') && !stop(parser.peek())) parser.bump();
  parser.close();
}

/** Puts the next token, whatever it is, into an `error` node. */
export function skipOne(parser: Parser): void {
  if (parser.at('end')) return;
  parser.open('error');
  parser.bump();
  parser.close();
}
