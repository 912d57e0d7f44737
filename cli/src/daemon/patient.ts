import { setTimeout as sleep } from 'node:timers/promises';
import { clientOver, type ReinClient } from '@rein/sdk';
import { isUnreachable } from './client.js';

const AGAIN_MS = 500;
/** A daemon that is killed is started again by whoever watches over it; a person may take longer. */
export const PATIENCE_MS = 60_000;

export interface Patience {
  /** Nobody answers any more; and: somebody does again. */
  readonly onLost: () => void;
  readonly onBack: () => void;
  readonly signal: AbortSignal;
}

/**
 * A client that asks again while a daemon that once answered does not, for as long as it is worth
 * waiting. Only for requests that are the same when they are made twice.
 */
export function patient(client: ReinClient, { onLost, onBack, signal }: Patience): ReinClient {
  let hasAnswered = false;
  let lostSince: number | undefined;
  return clientOver(async (asked, schema) => {
    for (;;) {
      try {
        const answer = await client.call(asked, schema);
        if (lostSince !== undefined) onBack();
        lostSince = undefined;
        hasAnswered = true;
        return answer;
      } catch (error) {
        if (!isUnreachable(error) || !hasAnswered || signal.aborted) throw error;
        if (lostSince === undefined) onLost();
        lostSince ??= Date.now();
        if (Date.now() - lostSince > PATIENCE_MS) throw error;
        await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  });
}
