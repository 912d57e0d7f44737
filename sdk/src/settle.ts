import type { ActionView } from '@rein/contract/api';
import type { ReinClient } from './client.js';

/** How long one request waits for a person; `reind` holds no answer back longer. */
const WAIT_MS = 20_000;

/** Waits until an action is over: a person may take hours, so there is no limit but `signal`. */
export async function settle(
  client: ReinClient,
  first: ActionView,
  signal?: AbortSignal,
): Promise<ActionView> {
  let view = first;
  while (view.status === 'waiting' || view.status === 'running') {
    signal?.throwIfAborted();
    view = await client.action(view.action_id, WAIT_MS);
  }
  return view;
}
