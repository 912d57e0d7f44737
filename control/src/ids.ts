import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

/** Random bytes that are fetched at a time: a call for each would cost more than all the rest. */
const POOL_BYTES = 4096;

const pool = Buffer.alloc(POOL_BYTES);
let at = POOL_BYTES;

/** A number from 0 to below 1 in steps of 1/256: what an id takes of it is one of 32 characters. */
function random(): number {
  if (at === POOL_BYTES) {
    randomFillSync(pool);
    at = 0;
  }
  const byte = pool[at] ?? 0;
  at += 1;
  return byte / 256;
}

const monotonic = monotonicFactory(random);
let floor = 0;

/** A new ULID; each greater than the one before it. */
export function newId(): string {
  return monotonic(Math.max(Date.now(), floor));
}

/**
 * From now on ids are of this time or a later one, in milliseconds, whatever the system's clock says:
 * it may have been set back since an earlier daemon made ids, and what came later must sort behind.
 */
export function idsNotBefore(time: number): void {
  floor = Math.max(floor, time);
}
