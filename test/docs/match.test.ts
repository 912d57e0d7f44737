import { expect, test } from 'vitest';
import { matches } from './match.js';

test.each([
  ['one\ntwo\n', ['one', 'two']],
  ['one\n', ['one', '']],
  ['', []],
  ['took 12 ms (a+b)\n', ['took … ms (a+b)']],
  ['a\nb\nc\nd\n', ['a', '…', 'd']],
  ['a\nd\n', ['a', '…', 'd']],
  ['a\nb\n', ['…']],
])('%j is %j', (actual, expected) => {
  expect(matches(actual, expected)).toBe(true);
});

test.each([
  ['one\n', ['on']],
  ['one\n', []],
  ['', ['one']],
  ['one\ntwo\n', ['one…']],
  ['axb\n', ['a.b']],
  ['a\nb\n', ['a', '…', 'c']],
])('%j is not %j', (actual, expected) => {
  expect(matches(actual, expected)).toBe(false);
});
