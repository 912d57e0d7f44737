import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/diagnostics/nearest.js';

it.each([
  ['SECRT', 'SECRET'],
  ['SERCET', 'SECRET'],
  ['secret', 'SECRET'],
  ['SECRETS', 'SECRET'],
  ['AGNET', 'AGENT'],
  ['COMAND', 'COMMAND'],
])('takes %s for %s', (word, meant) => {
  expect(nearest(word, ['AGENT', 'COMMAND', 'SECRET'])).toBe(meant);
});

it('does not guess', () => {
  expect(nearest('WHATEVER', ['AGENT', 'SECRET'])).toBeUndefined();
  expect(nearest('A', ['LONG'])).toBeUndefined();
  expect(nearest('x'.repeat(1000), ['x'.repeat(1001)])).toBeUndefined();
});

it('measures a distance', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    }),
  );
});
