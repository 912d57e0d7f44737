import { fault } from '../fault.js';

/** What one key has left. */
interface Bucket {
  tokens: number;
  at: number;
}

/** Counts requests by key, and refuses those past the limit. */
export interface RateLimit {
  /** Takes one. Throws `too-many-requests`; `retryAfterSeconds` says when the next is free. */
  take(key: string): void;
  /** Whether a key has nothing left, without taking. */
  isSpent(key: string): boolean;
  retryAfterSeconds(): number;
}

/**
 * A bucket per key that fills evenly, `perMinute` in a minute, and holds what comes in ten seconds.
 * Keys past `keysMax` push out the one longest unused: an attacker who makes up keys cannot fill
 * the memory, and gains nothing that a fresh key would not give.
 */
export function createRateLimit(
  perMinute: number,
  keysMax: number,
  now: () => number = () => performance.now(),
): RateLimit {
  const perMs = perMinute / 60_000;
  const most = Math.max(1, perMinute / 6);
  const buckets = new Map<string, Bucket>();

  const fill = (key: string): Bucket => {
    const time = now();
    const old = buckets.get(key);
    buckets.delete(key);
    const bucket =
      old === undefined
        ? { tokens: most, at: time }
        : { tokens: Math.min(most, old.tokens + (time - old.at) * perMs), at: time };
    buckets.set(key, bucket);
    if (buckets.size > keysMax) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return bucket;
  };

  return {
    take(key) {
      const bucket = fill(key);
      if (bucket.tokens < 1) throw fault('too-many-requests', { limit: perMinute });
      bucket.tokens -= 1;
    },
    isSpent: (key) => buckets.has(key) && fill(key).tokens < 1,
    retryAfterSeconds: () => Math.max(1, Math.ceil(1 / perMs / 1000)),
  };
}
