/** Sets of characters as sequences of byte ranges: what UTF-8 makes of them. */
import type { CodeRange } from '../glob/scan.js';
import { pushCodePoint } from '../glob/utf8.js';

/** A run of bytes, each from a range, that spells characters of a set. */
export type ByteSequence = readonly (readonly [from: number, to: number])[];

/** Ends of the code points that take one, two, three and four bytes. */
const LENGTH_ENDS = [0x7f, 0x7ff, 0xffff, 0x10ffff];
/** What no `?` and no class takes: the separator, and what UTF-8 has no bytes for. */
const NEVER: readonly CodeRange[] = [
  [0x2f, 0x2f],
  [0xd800, 0xdfff],
];

/** Byte sequences of the characters that a `?` or a class takes. */
export function characterSequences(token: {
  readonly negated: boolean;
  readonly ranges: readonly CodeRange[];
}): readonly ByteSequence[] {
  const all: readonly CodeRange[] = [[0, 0x10ffff]];
  const wanted = token.negated ? without(all, token.ranges) : token.ranges;
  return merge(without(wanted, NEVER)).flatMap(([from, to]) => sequencesOf(from, to));
}

function without(ranges: readonly CodeRange[], removed: readonly CodeRange[]): CodeRange[] {
  let left: CodeRange[] = [...ranges];
  for (const [from, to] of removed) {
    left = left.flatMap(([low, high]): CodeRange[] => {
      const before: CodeRange = [low, Math.min(high, from - 1)];
      const after: CodeRange = [Math.max(low, to + 1), high];
      return [before, after].filter(([first, last]) => first <= last);
    });
  }
  return left;
}

/** The same set in ascending ranges that do not touch. */
function merge(ranges: readonly CodeRange[]): CodeRange[] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Splits a range until all its characters differ only in bytes that run over whole ranges. */
function sequencesOf(from: number, to: number): ByteSequence[] {
  for (const end of LENGTH_ENDS) {
    if (from <= end && end < to) return halves(from, end, to);
  }
  const bytes = LENGTH_ENDS.findIndex((end) => to <= end) + 1;
  for (let i = 1; i < bytes; i++) {
    const mask = (1 << (6 * i)) - 1;
    if ((from | mask) === (to | mask)) continue;
    if ((from & mask) !== 0) return halves(from, from | mask, to);
    if ((to & mask) !== mask) return halves(from, (to & ~mask) - 1, to);
  }
  const first: number[] = [];
  const last: number[] = [];
  pushCodePoint(first, from);
  pushCodePoint(last, to);
  return [first.map((byte, i) => [byte, last[i] ?? byte] as const)];
}

function halves(from: number, middle: number, to: number): ByteSequence[] {
  return [...sequencesOf(from, middle), ...sequencesOf(middle + 1, to)];
}
