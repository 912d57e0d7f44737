import { LIMITS } from '../limits.js';
import type { ActionOutcome } from './outcome.js';

type Done = Extract<ActionOutcome, { readonly status: 'done' }>;

/**
 * Results that the store does not keep, secrets and large ones, of actions that a person granted: who
 * asked had no answer with them yet, and reads them with his next. Held in memory, the latest.
 */
export interface Results {
  hold(id: string, outcome: Done): void;
  of(id: string): Done | undefined;
}

export function createResults(most: number = LIMITS.resultsBytes): Results {
  const held = new Map<string, { readonly outcome: Done; readonly size: number }>();
  let sum = 0;
  return {
    hold(id, outcome) {
      const size = JSON.stringify(outcome.result).length;
      held.set(id, { outcome, size });
      sum += size;
      for (const [oldest, { size: freed }] of held) {
        if (sum <= most || held.size === 1) return;
        held.delete(oldest);
        sum -= freed;
      }
    },
    of: (id) => held.get(id)?.outcome,
  };
}
