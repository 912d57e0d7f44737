import { describe, expect, it } from 'vitest';
import { LIMITS } from '../src/limits.js';
import { quote } from '../src/quote.js';

describe('quote', () => {
  it.each([
    ['plain', '/usr/bin/git', '/usr/bin/git'],
    ['other scripts', 'übung 工', 'übung 工'],
    ['an escape sequence', '\u001b[2J', '\\u{1b}[2J'],
    ['a line break', 'a\nb', 'a\\u{a}b'],
    ['right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
    ['a backtick', 'a`b', 'a\\u{60}b'],
    ['half a surrogate pair', 'a\ud800', 'a\\u{d800}'],
  ])('shows %s', (_, text, shown) => {
    expect(quote(text)).toBe(shown);
  });

  it('caps what is long, without cutting a character in half', () => {
    const shown = quote('\u{1f600}'.repeat(1000));
    expect(shown).toBe(`${'\u{1f600}'.repeat(LIMITS.shownChars)}...`);
  });
});
