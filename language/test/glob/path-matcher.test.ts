import { expect, it } from 'vitest';
import { createPathMatcher } from '../../src/glob/path-matcher.js';

const host = { root: '/work', home: '/home/me' };

it.each([
  ['*.rs', '/work/a/b.rs', true],
  ['*.rs', '/work/a/b.rst', false],
  ['src/**', '/work/src/a/b', true],
  ['src/**', '/other/src/a', false],
  ['~/.ssh/*', '/home/me/.ssh/id', true],
  ['{/a,/b}/c', '/b/c', true],
])('%s names %s as in a policy: %s', (pattern, path, expected) => {
  const matcher = createPathMatcher(pattern, host);
  expect(typeof matcher === 'function' && matcher(path)).toBe(expected);
});

it('says why a pattern is none', () => {
  expect(createPathMatcher('[', host)).toEqual({ why: expect.stringMatching(/^[a-z`]/) });
});
