import { expect, test } from 'vitest';
import { createClock } from '../src/clock.js';

test('a clock stands still while the system’s was set back, and says how far it is behind', () => {
  let system = 1000;
  const clock = createClock(() => system);
  expect(clock.now()).toBe(1000);
  system = 400;
  expect([clock.now(), clock.behindMs()]).toEqual([1000, 600]);
  system = 1500;
  expect([clock.now(), clock.behindMs()]).toEqual([1500, 0]);
});

test('a clock that was set back while no daemon ran stands at what the last one saw', () => {
  const clock = createClock(() => 400, 5000);
  expect([clock.now(), clock.behindMs()]).toEqual([5000, 4600]);
});
