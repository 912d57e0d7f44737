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

/** A new ULID; each greater than the one before it. */
export const newId: () => string = monotonicFactory(random);
