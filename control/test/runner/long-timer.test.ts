import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTimer } from '../../src/runner/long-timer.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

// Half a second, an hour, the longest timer of Node's own, a month, a year.
it.each([500, 3_600_000, 2 ** 31 - 1, 2_592_000_000, 31_536_000_000])('waits for %d ms', (ms) => {
  let at: number | undefined;
  const from = performance.now();
  startTimer(ms, () => {
    at = performance.now() - from;
  });
  vi.advanceTimersByTime(ms - 1);
  expect(at).toBeUndefined();
  vi.advanceTimersByTime(1);
  expect(at).toBe(ms);
  expect(vi.getTimerCount()).toBe(0);
});

it('is ended, also while it waits a second time', () => {
  const end = startTimer(2 ** 32, () => {
    throw new Error('it went off');
  });
  vi.advanceTimersByTime(2 ** 31);
  end();
  expect(vi.getTimerCount()).toBe(0);
});
