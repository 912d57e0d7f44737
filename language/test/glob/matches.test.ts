import { describe, expect, it } from 'vitest';
import { globMatches, globMatchesAnyEnd } from '../../src/glob/matches.js';
import { bytes } from './bytes.js';
import { glob } from './glob.js';

/** A glob as it stands, over whole texts: no folder is put before it. */
const TABLE: readonly (readonly [
  pattern: string,
  matches: readonly string[],
  not: readonly string[],
])[] = [
  ['', [''], ['a', '/']],
  ['abc', ['abc'], ['ab', 'abcd', 'Abc', 'abc/']],
  ['*', ['', 'a', '.hidden', '\\xff'], ['/', 'a/', 'a/b']],
  ['*.rs', ['.rs', 'a.rs', 'a.b.rs'], ['a.rsx', 'a/b.rs', 'rs']],
  ['a*b*c', ['abc', 'aXbYc', 'abbbc'], ['ab', 'ac', 'a/bc']],
  ['--force*', ['--force', '--force-with-lease'], ['--forc', '--force/x', 'x--force']],
  ['**', ['', '/', 'a', '/a/b', '\\xff\\xfe'], []],
  ['**/', ['', 'a/', 'a/b/', '/'], ['a']],
  ['**/x', ['x', '/x', 'a/x', '/a/b/x', '//x'], ['ax', 'x/', 'x/y']],
  ['a/**', ['a/', 'a/b', 'a/b/c'], ['a', 'ab', 'b/a/c']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b', 'a//b'], ['ab', 'a/xb', 'a/b/c', 'a/x/b/']],
  ['a/**/**/b', ['a/b', 'a/x/b'], ['a/xb']],
  ['**/a/**/b', ['a/b', 'x/a/y/b', '/a/b'], ['xa/b', 'a/yb']],
  ['src/**_test.c', ['src/a_test.c', 'src/a/b_test.c', 'src/_test.c'], ['src_test.c', 'src/a.c']],
  ['**.c', ['.c', 'a.c', 'a/b.c'], ['a.h']],
  ['a**', ['a', 'ab', 'a/b'], ['ba']],
  ['a/***/b', ['a//b', 'a/x/b', 'a/x/y/b'], ['a/b']],
  ['?', ['a', 'é', '€', '😀', '\\x01'], ['', 'ab', '/', '\\xff', '\\xc3']],
  ['a?c', ['abc', 'aéc'], ['ac', 'a/c', 'a\\xffc', 'a\\xc3\\xa9\\xa9c']],
  ['??', ['ab', 'é€'], ['é', 'abc']],
  ['[abc]', ['a', 'b', 'c'], ['d', '', 'ab', '/']],
  ['[a-c]x', ['ax', 'cx'], ['dx', 'x']],
  ['[!a-c]', ['d', 'é', '-'], ['a', 'b', '/', '', '\\xff']],
  ['[^a]', ['b', '^'], ['a', '/']],
  ['[à-ü]', ['é', 'à', 'ü'], ['e', 'ÿ', '\\xe9']],
  ['[!à-ü]', ['e', 'ÿ', '😀'], ['é', '/']],
  ['[a-]', ['a', '-'], ['b']],
  ['[-a]', ['a', '-'], ['b']],
  ['[a\\]]', ['a', ']'], ['\\']],
  ['[+-9]', ['+', '.', '0'], ['/']],
  ['[\\!a]', ['!', 'a'], ['b']],
  ['[a!]', ['!', 'a'], ['b']],
  ['{a,b}', ['a', 'b'], ['ab', '', '{a,b}']],
  ['{a,b}{c,d}', ['ac', 'ad', 'bc', 'bd'], ['ab', 'cd']],
  ['x{a,{b,c}d}y', ['xay', 'xbdy', 'xcdy'], ['xby', 'xady']],
  ['{,a}b', ['b', 'ab'], ['aab']],
  ['{src,test}/**/*.{c,h}', ['src/a.c', 'test/x/y.h'], ['src/a.o', 'doc/a.c']],
  ['{**/,}x', ['x', 'a/x'], ['ax']],
  ['{a/**,b}', ['a/x', 'b'], ['a', 'b/x']],
  ['\\*', ['*'], ['a', '']],
  ['\\{a,b\\}', ['{a,b}'], ['a', 'b']],
  ['a\\?', ['a?'], ['ab']],
  ['\\\\', ['\\'], ['\\\\']],
  ['\\a', ['a'], ['\\a']],
  ['a,b', ['a,b'], ['a']],
  ['a}', ['a}'], ['a']],
  ['a]', ['a]'], ['a']],
  ['[{]a', ['{a'], ['a']],
  ['{[,],b}', [',', 'b'], ['[', ']']],
  ['é*', ['é', 'éa'], ['e', '\\xc3']],
  ['a b', ['a b'], ['ab']],
];

describe('globs', () => {
  for (const [pattern, matches, not] of TABLE) {
    it.each(matches)(`${pattern} matches %s`, (text) => {
      expect(globMatches(glob(pattern), bytes(text))).toBe(true);
    });
    it.each(not)(`${pattern} does not match %s`, (text) => {
      expect(globMatches(glob(pattern), bytes(text))).toBe(false);
    });
  }

  it('need no more than the square of the length', () => {
    const pattern = glob(`${'*a'.repeat(30)}b`);
    expect(globMatches(pattern, bytes('a'.repeat(300)))).toBe(false);
  });
});

describe('a glob that nothing can undo', () => {
  it.each([
    ['a/**', 'a/', true],
    ['a/**', 'a/b', true],
    ['a/**', 'a', false],
    ['a*', 'ab', false],
    ['{a*,**}', 'ab', true],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(globMatchesAnyEnd(glob(pattern), bytes(text))).toBe(expected);
  });
});
