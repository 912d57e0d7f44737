import { expect, it } from 'vitest';
import { holdNumber } from '../../src/control/hold-id.js';

it.each([
  ['aaaaa', 0n],
  ['aaaab', 1n],
  ['AAAB2', 32n + 26n],
  ['77777', 2n ** 25n - 1n],
])('reads %s', (id, number) => {
  expect(holdNumber(id)).toBe(number);
});

it.each(['', 'aaaa', 'aaaaaa', 'aaa1a', 'aaaa8', '../..', 'ééééé'])('refuses %j', (id) => {
  expect(holdNumber(id)).toBeUndefined();
});
