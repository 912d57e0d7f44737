/** The characters of a glob with their meaning; quoting and classes end here. */
import { GLOB_LIMITS } from './limits.js';
import { isSurrogate } from './utf8.js';

export interface GlobFault {
  /** Lower case, no final period. */
  readonly message: string;
  readonly help?: string;
  /** UTF-16 offset in the glob's text. */
  readonly at: number;
}

/** Code points, both ends included. */
export type CodeRange = readonly [from: number, to: number];

/** What braces are made of; `at` is a UTF-16 offset. */
export interface Punctuation {
  readonly kind: 'mark';
  readonly mark: '{' | ',' | '}';
  readonly at: number;
}

export type Item =
  | { readonly kind: 'char'; readonly code: number; readonly quoted: boolean }
  | { readonly kind: 'star' }
  | { readonly kind: 'question' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly CodeRange[] }
  | Punctuation;

/** An item outside braces, or of one choice of them. */
export type Flat = Exclude<Item, Punctuation>;

export function isFault(value: object): value is GlobFault {
  return 'message' in value;
}

/** Characters of ASCII that mean themselves: most of every pattern. */
const PLAIN: readonly (Item | undefined)[] = Array.from({ length: 0x80 }, (_, code) =>
  code === 0 || '[*?{,}\\'.includes(String.fromCharCode(code))
    ? undefined
    : { kind: 'char', code, quoted: false },
);
const STAR: Item = { kind: 'star' };
const QUESTION: Item = { kind: 'question' };
const SLASH = 0x2f;

/** Splits a glob's text into items. Braces and commas are paired later. */
export function scan(text: string): readonly Item[] | GlobFault {
  if (text.length > GLOB_LIMITS.text) {
    return {
      message: `a pattern has at most ${GLOB_LIMITS.text} characters`,
      at: GLOB_LIMITS.text,
    };
  }
  const items: Item[] = [];
  let at = 0;
  while (at < text.length) {
    const plain = PLAIN[text.charCodeAt(at)];
    if (plain !== undefined) {
      items.push(plain);
      at += 1;
      continue;
    }
    const character = text.charAt(at);
    if (character === '[') {
      const scanned = scanClass(text, at);
      if (isFault(scanned)) return scanned;
      items.push(scanned.item);
      at = scanned.next;
      continue;
    }
    if (character === '*') items.push(STAR);
    else if (character === '?') items.push(QUESTION);
    else if (character === '{' || character === ',' || character === '}') {
      items.push({ kind: 'mark', mark: character, at });
    } else {
      const literal = scanLiteral(text, at);
      if (isFault(literal)) return literal;
      items.push({ kind: 'char', code: literal.code, quoted: literal.quoted });
      at = literal.next;
      continue;
    }
    at += 1;
  }
  return items;
}

interface Literal {
  readonly code: number;
  readonly quoted: boolean;
  readonly next: number;
}

function scanLiteral(text: string, at: number): Literal | GlobFault {
  const quoted = text.charAt(at) === '\\';
  const start = quoted ? at + 1 : at;
  const code = text.codePointAt(start);
  if (code === undefined) {
    const help = 'write `\\\\` for a backslash';
    return { message: 'the pattern ends in a backslash that quotes nothing', help, at };
  }
  if (code === 0) return { message: 'no name can hold a NUL byte', at: start };
  if (isSurrogate(code)) return { message: 'half of a character (a lone surrogate)', at: start };
  return { code, quoted, next: start + (code > 0xffff ? 2 : 1) };
}

function scanClass(
  text: string,
  open: number,
): { readonly item: Item; readonly next: number } | GlobFault {
  let at = open + 1;
  const negated = text.charAt(at) === '!' || text.charAt(at) === '^';
  if (negated) at += 1;
  const first = at;
  const ranges: CodeRange[] = [];
  while (text.charAt(at) !== ']') {
    const range = scanRange(text, at, open);
    if (isFault(range)) return range;
    ranges.push([range.from, range.to]);
    at = range.next;
  }
  if (at === first) {
    return {
      message: 'an empty class matches nothing',
      help: 'quote a bracket to mean it: `\\[`, or `[\\]]` for the closing one',
      at: open,
    };
  }
  return { item: { kind: 'class', negated, ranges }, next: at + 1 };
}

function scanRange(
  text: string,
  at: number,
  open: number,
): { readonly from: number; readonly to: number; readonly next: number } | GlobFault {
  if (at >= text.length) {
    return {
      message: 'this `[` is never closed',
      help: 'close it with `]`, or write `\\[` to mean the character',
      at: open,
    };
  }
  if (text.charAt(at) === '[' && /[:.=]/.test(text.charAt(at + 1))) {
    const help = 'write the characters: `[a-zA-Z]`; quote the bracket to mean it: `[\\[:]`';
    return { message: 'named classes are not part of this language', help, at };
  }
  const from = scanLiteral(text, at);
  if (isFault(from)) return from;
  if (from.code === SLASH) return slashInClass(at);
  const isRange = text.charAt(from.next) === '-' && !/^]?$/.test(text.charAt(from.next + 1));
  if (!isRange) return { from: from.code, to: from.code, next: from.next };
  const to = scanLiteral(text, from.next + 1);
  if (isFault(to)) return to;
  if (to.code === SLASH) return slashInClass(from.next + 1);
  if (to.code < from.code) return { message: 'this range runs backwards', at };
  return { from: from.code, to: to.code, next: to.next };
}

function slashInClass(at: number): GlobFault {
  return { message: 'a class never matches `/`', help: 'a `/` parts segments: write it alone', at };
}
