import type { TokenKind } from './kind.js';

/** A token with its place. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** UTF-16 offset of its first unit. */
  readonly start: number;
}

export function endOf(token: Pick<Token, 'start' | 'text'>): number {
  return token.start + token.text.length;
}
