/** Characters as byte ranges: every scalar value, and no other bytes. */
import { describe, expect, it } from 'vitest';
import { characterSequences } from '../../src/automaton/utf8-ranges.js';
import type { CodeRange } from '../../src/glob/scan.js';
import { utf8 } from '../../src/glob/utf8.js';

function takes(token: { negated: boolean; ranges: readonly CodeRange[] }, bytes: Uint8Array) {
  return characterSequences(token).filter(
    (sequence) =>
      sequence.length === bytes.length &&
      sequence.every(([from, to], i) => from <= (bytes[i] ?? -1) && (bytes[i] ?? 256) <= to),
  ).length;
}

/** Ends of everything that UTF-8 treats alike, and their neighbours. */
const EDGES = [0, 0x2e, 0x2f, 0x30, 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xd7ff, 0xe000, 0xffff]
  .concat([0x10000, 0x3ffff, 0x40000, 0xfffff, 0x100000, 0x10ffff])
  .flatMap((code) => [code - 1, code, code + 1])
  .filter((code) => code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff));

const SETS: readonly (readonly CodeRange[])[] = [
  [],
  [[0x61, 0x7a]],
  [[0, 0x10ffff]],
  [[0x7f, 0x801]],
  [[0xd000, 0xe001]],
  [[0xfffe, 0x10001]],
  [
    [0x20, 0x40],
    [0x30, 0x90],
    [0x10ffff, 0x10ffff],
  ],
];

describe('byte sequences', () => {
  for (const ranges of SETS) {
    it.each([false, true])(`of ${JSON.stringify(ranges)}, negated: %s`, (negated) => {
      for (const code of EDGES) {
        const listed = ranges.some(([from, to]) => from <= code && code <= to);
        const expected = code !== 0x2f && listed !== negated ? 1 : 0;
        expect(takes({ negated, ranges }, utf8(String.fromCodePoint(code))), `${code}`).toBe(
          expected,
        );
      }
    });
  }

  it.each([
    [[0x80]],
    [[0xc0, 0xaf]],
    [[0xe0, 0x80, 0xaf]],
    [[0xed, 0xa0, 0x80]],
    [[0xf0, 0x80, 0x80, 0xaf]],
    [[0xf4, 0x90, 0x80, 0x80]],
    [[0xff]],
  ])('take no byte sequence %j', (bytes) => {
    expect(takes({ negated: true, ranges: [] }, Uint8Array.from(bytes))).toBe(0);
  });
});
