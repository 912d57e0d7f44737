import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shown, unshown } from '../src/shown.js';

describe('shown form', () => {
  it('lets nothing act on a terminal', () => {
    expect(shown('a\x1b[2Jb\nc\\d\u202ee\u0085')).toBe('a\\x1b[2Jb\\nc\\\\d\\u{202e}e\\u{85}');
  });

  it('keeps what people write', () => {
    expect(shown('naïve — 日本語 "x" \'y\'')).toBe('naïve — 日本語 "x" \'y\'');
  });

  it('is cut at its limit, by characters', () => {
    expect(shown('😀'.repeat(10), 4)).toBe('😀😀😀😀…');
    expect(shown('x'.repeat(200))).toBe('x'.repeat(200));
    expect(shown('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`);
  });

  it('holds no control character whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(shown(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('is undone once, so that names stay shown', () => {
    expect(unshown('[rein] blocked: write of /a\\\\n\\\\x1b\\n  rule: r\\n')).toBe(
      '[rein] blocked: write of /a\\n\\x1b\n  rule: r\n',
    );
  });
});
