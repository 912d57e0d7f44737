import { LIMITS } from '../limits.js';
import type { ActionRow } from './action-store.js';

/**
 * Denials under a key that are on the record, but not yet in the store: the follower of their run
 * brings them there from the record, many at a time (`deniedRows`).
 */
export interface Denials {
  /**
   * Remembers one; past the limit it waits until the store has what was remembered. Throws what
   * `takeIn` throws, and then it is not remembered.
   */
  add(row: ActionRow): Promise<void>;
  /** Forgets those of a run that the store has, which are those of its first `entries` entries. */
  forget(run: string, entries: number): void;
  byKey(run: string, key: string): ActionRow | undefined;
  byId(id: string): ActionRow | undefined;
}

/** @param takeIn settles when the store has what is on a run's record by now */
export function createDenials(
  takeIn: (run: string) => Promise<void>,
  most: number = LIMITS.denialsKept,
): Denials {
  const byRun = new Map<string, Map<string, ActionRow>>();
  const byId = new Map<string, ActionRow>();

  const drop = (row: ActionRow): void => {
    const rows = byRun.get(row.run_id);
    rows?.delete(row.key);
    if (rows?.size === 0) byRun.delete(row.run_id);
    byId.delete(row.id);
  };

  return {
    async add(row) {
      const rows = byRun.get(row.run_id) ?? new Map<string, ActionRow>();
      byRun.set(row.run_id, rows.set(row.key, row));
      byId.set(row.id, row);
      if (byId.size <= most) return;
      const known = [...byId.values()];
      try {
        await Promise.all([...byRun.keys()].map(takeIn));
      } catch (error) {
        drop(row);
        throw error;
      }
      for (const one of known) drop(one);
    },
    forget(run, entries) {
      // They came in the order of the record.
      for (const row of byRun.get(run)?.values() ?? []) {
        if (row.event_seq >= entries) return;
        drop(row);
      }
    },
    byKey: (run, key) => byRun.get(run)?.get(key),
    byId: (id) => byId.get(id),
  };
}
