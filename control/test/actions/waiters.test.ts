import { expect, it } from 'vitest';
import { createResults } from '../../src/actions/results.js';
import { createWaiters } from '../../src/actions/waiters.js';

it('wakes all who wait for an action, and nobody who waits for another', async () => {
  const { enter, wake } = createWaiters();
  const [one, two, other] = [enter('a', 60_000), enter('a', 60_000), enter('b', 60_000)];
  let isWoken = false;
  void other.over.then(() => {
    isWoken = true;
  });
  one.leave();
  wake('a');
  await two.over;
  expect(isWoken).toBe(false);
  two.leave();
  // Who comes later waits for what happens later.
  const late = enter('a', 60_000);
  wake('a');
  await late.over;
  late.leave();
  wake('b');
  await other.over;
  other.leave();
});

it('waits no longer than it was told', async () => {
  const waiter = createWaiters().enter('a', 1);
  await waiter.over;
  waiter.leave();
});

it('holds results up to a limit, the latest, and one whatever its length', () => {
  const results = createResults(100);
  const done = (text: string) => ({ status: 'done', result: { text }, summary: {} }) as const;
  for (const id of ['a', 'b', 'c']) results.hold(id, done('x'.repeat(30)));
  expect(['a', 'b', 'c'].map((id) => results.of(id) !== undefined)).toEqual([false, true, true]);
  results.hold('much', done('x'.repeat(500)));
  expect(results.of('c')).toBeUndefined();
  expect(results.of('much')?.result).toEqual({ text: 'x'.repeat(500) });
});
