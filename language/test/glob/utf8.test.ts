import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterAt, fromUtf8, utf8 } from '../../src/glob/utf8.js';

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What a decoder that refuses says about one character at the start. */
function referenceAt(bytes: Uint8Array): string | null {
  for (let length = 1; length <= 4; length++) {
    try {
      const text = strict.decode(bytes.subarray(0, length));
      if (length <= bytes.length && text.length > 0) return text;
    } catch {
      // Not with so many bytes.
    }
  }
  return null;
}

describe('UTF-8', () => {
  it('encodes as the platform does', () => {
    const agree = fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([...utf8(text)]).toEqual([...encoder.encode(text)]);
    });
    fc.assert(agree);
  });

  it('replaces half a character', () => {
    expect([...utf8('\ud800')]).toEqual([0xef, 0xbf, 0xbd]);
  });

  it('knows a well-formed character', () => {
    const likely = fc.oneof(
      fc.uint8Array({ maxLength: 5 }),
      fc.array(fc.constantFrom(0x2f, 0x80, 0xa0, 0xbf, 0xc2, 0xe0, 0xed, 0xf0, 0xf4), {
        maxLength: 5,
      }),
    );
    const agree = fc.property(likely, (list) => {
      const bytes = Uint8Array.from(list);
      const found = characterAt(bytes, 0);
      expect(found === null ? null : String.fromCodePoint(found.code)).toBe(referenceAt(bytes));
    });
    fc.assert(agree, { numRuns: 3000 });
  });

  it('reads back what it wrote', () => {
    expect(fromUtf8(utf8('aé€😀'))).toBe('aé€😀');
    expect(fromUtf8([0x61, 0xff])).toBe('a\ufffd');
  });
});
