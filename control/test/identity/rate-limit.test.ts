import { expect, test } from 'vitest';
import { createRateLimit } from '../../src/identity/rate-limit.js';

test('a bucket empties, refills evenly, and keys do not share one', () => {
  let time = 0;
  const limit = createRateLimit(60, 10, () => time);
  for (let index = 0; index < 10; index++) limit.take('a');
  expect(() => limit.take('a')).toThrow(expect.objectContaining({ code: 'too-many-requests' }));
  expect(limit.isSpent('a')).toBe(true);
  limit.take('b');
  time += 1000;
  limit.take('a');
  expect(() => limit.take('a')).toThrow(expect.objectContaining({ code: 'too-many-requests' }));
});

test('more keys than it remembers push out the one longest unused', () => {
  const limit = createRateLimit(6, 2, () => 0);
  limit.take('a');
  expect(limit.isSpent('a')).toBe(true);
  limit.take('b');
  limit.take('c');
  expect(limit.isSpent('a')).toBe(false);
  expect(limit.isSpent('c')).toBe(true);
});
