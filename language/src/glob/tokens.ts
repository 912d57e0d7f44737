/** What a glob without braces asks of the bytes, one token after the other. */
import type { CodeRange, Flat } from './scan.js';
import { pushCodePoint } from './utf8.js';

export type GlobToken =
  | { readonly kind: 'byte'; readonly byte: number }
  /** `*`: any bytes but `/`. */
  | { readonly kind: 'star' }
  /** `**` at the end, or glued to other bytes: any bytes. */
  | { readonly kind: 'any' }
  /** A `**` segment with the `/` after it: nothing, or any bytes that end in `/`. */
  | { readonly kind: 'segments' }
  /** `?` and `[…]`: one well-formed UTF-8 character other than `/`. */
  | {
      readonly kind: 'character';
      readonly negated: boolean;
      readonly ranges: readonly CodeRange[];
    };

const STAR: GlobToken = { kind: 'star' };
const ANY: GlobToken = { kind: 'any' };
const SEGMENTS: GlobToken = { kind: 'segments' };
/** `?` is the class that leaves nothing out. */
const ONE: GlobToken = { kind: 'character', negated: true, ranges: [] };
const BYTES: readonly GlobToken[] = Array.from({ length: 256 }, (_, byte) => ({
  kind: 'byte',
  byte,
}));

/** Tokens of a string that is meant literally. */
export function literalTokens(bytes: Iterable<number>): GlobToken[] {
  return Array.from(bytes, (byte) => BYTES[byte] ?? ANY);
}

function pushLiteral(tokens: GlobToken[], code: number): void {
  const token = code < 0x80 ? BYTES[code] : undefined;
  if (token !== undefined) {
    tokens.push(token);
    return;
  }
  const bytes: number[] = [];
  pushCodePoint(bytes, code);
  tokens.push(...literalTokens(bytes));
}

function isSlash(item: Flat | undefined): boolean {
  return item?.kind === 'char' && item.code === 0x2f;
}

/** Tokens of items that hold no brace any more. */
export function toTokens(items: readonly Flat[]): readonly GlobToken[] {
  const tokens: GlobToken[] = [];
  let at = 0;
  for (let item = items[at]; item !== undefined; item = items[at]) {
    let length = 1;
    if (item.kind === 'star') {
      while (items[at + length]?.kind === 'star') length += 1;
      const begins = at === 0 || isSlash(items[at - 1]);
      if (length === 1) {
        tokens.push(STAR);
      } else if (length === 2 && begins && isSlash(items[at + 2])) {
        if (tokens.at(-1) !== SEGMENTS) tokens.push(SEGMENTS);
        length = 3;
      } else {
        if (tokens.at(-1) === SEGMENTS) tokens.pop();
        tokens.push(ANY);
      }
    } else if (item.kind === 'char') {
      pushLiteral(tokens, item.code);
    } else if (item.kind === 'class') {
      tokens.push({ kind: 'character', negated: item.negated, ranges: item.ranges });
    } else {
      tokens.push(ONE);
    }
    at += length;
  }
  return tokens;
}
