/** Text to tokens. Every character of the text is in exactly one token. */
import type { Sink } from '../diagnostics/sink.js';
import type { GreenToken } from './green.js';
import type { TokenKind } from './kind.js';
import { reportHidden } from './scan-hidden.js';
import { scanString } from './scan-string.js';
import { scanUnknown } from './scan-unknown.js';

/** Kinds that their first character tells. */
const FIRST: Readonly<Record<string, TokenKind>> = {
  ':': 'colon',
  '"': 'string',
  '#': 'comment',
  '(': 'left-paren',
  ')': 'right-paren',
};

// Sticky, and without alternatives: each is tried only where its first character already fits.
const BLANK = /\s/y;
const BLANKS = /\s+/y;
const COMMENT = /#[^\n]*/y;
const WORD = /[\p{L}\p{N}\p{M}_][\p{L}\p{N}\p{M}_.\-/@+]*/uy;
const ASCII_WORD = /[A-Za-z0-9_][A-Za-z0-9_.\-/@+]*(?![A-Za-z0-9_.\-/@+]|[^\0-\x7f])/y;
/** After a word: it was meant as a pattern, `src/**`. */
const GOES_ON: ReadonlySet<string> = new Set(['*', '?', '[', '{', '~', '\\']);
const NUMBER = /^[0-9]+$/;

/** Texts up to this length are kept once, however often they come: `if`, `AGENT`, two blanks. */
const SHARED_LENGTH_MAX = 16;

/** The tokens of `text`, trivia included, in order. What cannot be one goes to `sink`. */
export function scan(text: string, sink: Sink): readonly GreenToken[] {
  const tokens: GreenToken[] = [];
  const shared = new Map<string, GreenToken>();
  /** Text of the last token that is not trivia: a reason may run over several lines. */
  let previous = '';
  for (let start = 0; start < text.length; ) {
    const kind = kindAt(text, start);
    const written = textAt(kind, text, start, previous === 'because', sink);
    const token = share(kind === 'word' && NUMBER.test(written) ? 'number' : kind, written, shared);
    tokens.push(token);
    if (kind !== 'whitespace' && kind !== 'comment') previous = written;
    start += written.length;
  }
  reportHidden(text, sink);
  return tokens;
}

function share(kind: TokenKind, text: string, shared: Map<string, GreenToken>): GreenToken {
  if (text.length > SHARED_LENGTH_MAX) return { kind, text };
  // A text alone tells the kind, but for what is unknown or broken.
  const known = shared.get(text);
  if (known?.kind === kind) return known;
  const token = { kind, text };
  shared.set(text, token);
  return token;
}

function kindAt(text: string, start: number): TokenKind {
  const first = text.charAt(start);
  const told = FIRST[first];
  if (told !== undefined) return told;
  if (first === '=') return text.charAt(start + 1) === '=' ? 'unknown' : 'equals';
  if (isAt(BLANK, text, start)) return 'whitespace';
  const end = endOfWord(text, start);
  return end > start && !GOES_ON.has(text.charAt(end)) ? 'word' : 'unknown';
}

function textAt(
  kind: TokenKind,
  text: string,
  start: number,
  isReason: boolean,
  sink: Sink,
): string {
  switch (kind) {
    case 'whitespace':
      return text.slice(start, endOf(BLANKS, text, start));
    case 'comment':
      return text.slice(start, endOf(COMMENT, text, start));
    case 'word':
      return text.slice(start, endOfWord(text, start));
    case 'string':
      return scanString(text, start, isReason, sink);
    case 'unknown':
      return scanUnknown(text, start, sink);
    default:
      return text.charAt(start);
  }
}

function endOfWord(text: string, start: number): number {
  const ascii = endOf(ASCII_WORD, text, start);
  return ascii > start ? ascii : endOf(WORD, text, start);
}

function isAt(pattern: RegExp, text: string, start: number): boolean {
  pattern.lastIndex = start;
  return pattern.test(text);
}

/** Where what `pattern` matches at `start` ends; `start` when it does not match. */
function endOf(pattern: RegExp, text: string, start: number): number {
  // `test` and not `exec`: nothing is made that would have to be thrown away.
  return isAt(pattern, text, start) ? pattern.lastIndex : start;
}
