import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeUtf8 } from '../../src/document/utf8.js';

it('reads what an encoder writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(decodeUtf8(new TextEncoder().encode(text))).toEqual({ text, badAt: null });
    }),
  );
});

it('knows what the platform knows about bytes', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const { text, badAt } = decodeUtf8(bytes);
      let expected: string | undefined;
      try {
        expected = strict.decode(bytes);
      } catch {
        expected = undefined;
      }
      expect(badAt === null).toBe(expected !== undefined);
      if (expected !== undefined) expect(text).toBe(expected);
    }),
    { numRuns: 5000 },
  );
});

it.each([
  ['an overlong form', [0x61, 0xc0, 0xaf], 1],
  ['a surrogate', [0x61, 0x62, 0xed, 0xa0, 0x80], 2],
  ['past the last plane', [0xf4, 0x90, 0x80, 0x80], 0],
  ['a cut character', [0xc3, 0xa9, 0xe2, 0x82], 1],
])('finds %s', (_name, bytes, at) => {
  expect(decodeUtf8(Uint8Array.from(bytes)).badAt).toBe(at);
});

it('reads more than one argument list holds', () => {
  const long = 'aé🙂'.repeat(100_000);
  expect(decodeUtf8(new TextEncoder().encode(long)).text).toBe(long);
});
