/** Paths by segments: `.` and `..` are settled by the text alone. */
import type { GlobToken } from './glob.js';
import { literalTokens } from './tokens.js';

const SLASH = 0x2f;
const DOT = 0x2e;
const [slash] = literalTokens([SLASH]);

/** Tokens between two slashes; a `**` segment holds one `segments` token. */
type Segment = readonly GlobToken[];

export interface Segments {
  /** Begins with `/`. */
  readonly rooted: boolean;
  readonly parts: readonly Segment[];
}

/**
 * Whether parting a pattern at its slashes and joining it again would change nothing, as with all
 * that people usually write: no empty part, no `.`, no `..`, no slash at the end.
 */
export function isSettled(tokens: readonly GlobToken[]): boolean {
  const { length } = tokens;
  let from = isByte(tokens[0], SLASH) ? 1 : 0;
  for (let at = from; at < length; at++) {
    const token = tokens[at];
    if (isByte(token, SLASH)) {
      if (at === from || areDots(tokens, from, at)) return false;
      from = at + 1;
    } else if (token?.kind === 'segments') {
      if (at !== from) return false;
      from = at + 1;
    }
  }
  if (from < length) return !areDots(tokens, from, length);
  return tokens[length - 1]?.kind === 'segments';
}

function isByte(token: GlobToken | undefined, byte: number): boolean {
  return token?.kind === 'byte' && token.byte === byte;
}

function areDots(tokens: readonly GlobToken[], from: number, end: number): boolean {
  return end - from <= 2 && isByte(tokens[from], DOT) && isByte(tokens[end - 1], DOT);
}

/** Parts a pattern at its slashes. Empty parts and `.` are left out, `..` takes the part before. */
export function splitSegments(tokens: readonly GlobToken[]): Segments {
  const parts: Segment[] = [];
  let part: GlobToken[] = [];
  const end = () => {
    if (spells(part, '..') && canLeave(parts.at(-1))) parts.pop();
    else if (part.length > 0 && !spells(part, '.')) parts.push(part);
    part = [];
  };
  for (const token of tokens) {
    if (token.kind === 'segments') parts.push([token]);
    else if (token.kind === 'byte' && token.byte === SLASH) end();
    else part.push(token);
  }
  end();
  const [first] = tokens;
  return { rooted: first?.kind === 'byte' && first.byte === SLASH, parts };
}

/** `..` of the root is the root. What could be several segments has no parent that is known. */
function canLeave(part: Segment | undefined): boolean {
  if (part === undefined) return true;
  return !part.some((token) => token.kind === 'segments' || token.kind === 'any');
}

function spells(part: Segment, text: string): boolean {
  if (part.length !== text.length) return false;
  return part.every((token, i) => token.kind === 'byte' && token.byte === text.charCodeAt(i));
}

/** The tokens of the parts with slashes between them. */
export function joinSegments({ rooted, parts }: Segments): readonly GlobToken[] {
  if (slash === undefined) return [];
  const tokens: GlobToken[] = rooted ? [slash] : [];
  parts.forEach((part, i) => {
    tokens.push(...part);
    const isDoubleStar = part[0]?.kind === 'segments';
    if (i < parts.length - 1 && !isDoubleStar) tokens.push(slash);
  });
  return tokens;
}
