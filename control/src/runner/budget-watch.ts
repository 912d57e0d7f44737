import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Budgets } from '@rein/contract/api';
import type { ProcessIdentity } from '@rein/enforce';
import { LIMITS } from '../limits.js';
import { descendantsOf } from '../runs/process-tree.js';
import { OUTPUT_FILES } from './protocol.js';

/** A budget that was used up. */
export interface Exceeded {
  readonly budget: keyof Budgets;
  readonly limit: number;
}

/** What a runner can count from outside the engine. */
export const COUNTED = [
  'seconds',
  'output_bytes',
  'processes',
] as const satisfies readonly (keyof Budgets)[];

const LOOK_MS = 250;

/**
 * Looks at what a run uses, and says once that it used too much. Time is exact; output and processes
 * are looked at four times a second, so that a burst in between may go over.
 */
export function watchBudgets(
  budgets: Budgets,
  folder: string,
  engine: ProcessIdentity,
  onExceeded: (exceeded: Exceeded) => void,
): () => void {
  const { seconds, output_bytes = LIMITS.outputBudgetBytes, processes } = budgets;
  const stop = (): void => {
    clearTimeout(timer);
    clearInterval(looks);
  };
  const exceeded = (found: Exceeded): void => {
    stop();
    onExceeded(found);
  };
  const timer =
    seconds === undefined
      ? undefined
      : setTimeout(() => exceeded({ budget: 'seconds', limit: seconds }), seconds * 1000);
  const looks = setInterval(() => {
    const written = Object.values(OUTPUT_FILES).reduce(
      (sum, name) => sum + sizeOf(folder, name),
      0,
    );
    if (written > output_bytes) exceeded({ budget: 'output_bytes', limit: output_bytes });
    else if (processes !== undefined && descendantsOf(engine).length > processes) {
      exceeded({ budget: 'processes', limit: processes });
    }
  }, LOOK_MS);
  return stop;
}

function sizeOf(folder: string, name: string): number {
  return statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
}
