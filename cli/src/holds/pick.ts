import { cliFault } from '../fault.js';
import type { Held } from './held.js';

/** The one of some that `id` means, if there is one. Throws `ambiguous-hold`. */
export function pick(held: readonly Held[], id: string): Held | undefined {
  const [lower, upper] = [id.toLowerCase(), id.toUpperCase()];
  const found = held.filter(
    (one) => one.id === lower || one.id === upper || (upper.length > 6 && one.key.endsWith(upper)),
  );
  if (found.length > 1) throw cliFault('ambiguous-hold', { id, count: found.length });
  return found[0];
}
