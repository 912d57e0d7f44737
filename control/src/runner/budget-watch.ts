import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Budgets } from '@rein/contract/api';
import { LIMITS } from '../limits.js';
import { startTimer } from './long-timer.js';
import { OUTPUT_FILES } from './protocol.js';

/** A budget that was used up. */
export interface Exceeded {
  readonly budget: keyof Budgets;
  readonly limit: number;
}

const LOOK_MS = 250;

/**
 * Looks at what a run uses and the engine does not count, and says once that it used too much. Time is
 * exact; output is looked at four times a second, so that a burst in between may go over.
 */
export function watchBudgets(
  budgets: Budgets,
  folder: string,
  onExceeded: (exceeded: Exceeded) => void,
): () => void {
  const { seconds, output_bytes = LIMITS.outputBudgetBytes } = budgets;
  const stop = (): void => {
    endTimer();
    clearInterval(looks);
  };
  const exceeded = (found: Exceeded): void => {
    stop();
    onExceeded(found);
  };
  const endTimer =
    seconds === undefined
      ? () => undefined
      : startTimer(seconds * 1000, () => exceeded({ budget: 'seconds', limit: seconds }));
  const looks = setInterval(() => {
    const written = Object.values(OUTPUT_FILES).reduce(
      (sum, name) => sum + sizeOf(folder, name),
      0,
    );
    if (written > output_bytes) exceeded({ budget: 'output_bytes', limit: output_bytes });
  }, LOOK_MS);
  return stop;
}

function sizeOf(folder: string, name: string): number {
  return statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
}
