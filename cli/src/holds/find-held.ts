import type { Daemon } from '../daemon/client.js';
import { cliFault } from '../fault.js';
import { becameWords, requestsOf } from './decided.js';
import type { Held } from './held.js';
import { pick } from './pick.js';
import type { Queue } from './queue.js';

/**
 * The one thing that `id` means. Throws `no-hold`, `no-hold-known`, `ambiguous-hold`, and `waits-no-more`
 * for what somebody else was quicker to decide.
 */
export async function findHeld(queue: Queue, id: string): Promise<Held> {
  const { held, lost } = await queue.read();
  const found = pick(held, id);
  if (found !== undefined) return found;
  if (lost !== undefined) throw cliFault('no-hold-known', { id, why: lost });
  const became = queue.daemon === undefined ? undefined : await becameOf(queue.daemon, id);
  if (became !== undefined) throw cliFault('waits-no-more', { id, became });
  throw cliFault('no-hold', { id });
}

/** What became of a request of the daemon, in one line; undefined where it knows none. */
async function becameOf(daemon: Daemon, id: string): Promise<string | undefined> {
  const requests = await requestsOf(daemon, 'all', {});
  const all = requests.map((request) => request.held);
  const held = pick(all, id);
  const found = requests.find((request) => request.held === held);
  return found === undefined ? undefined : becameWords(found.approval);
}
