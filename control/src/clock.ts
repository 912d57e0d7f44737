/** Where the time comes from: the system, or a test. */
export interface Clock {
  /** Milliseconds since 1970, UTC. Never less than it was before, even if the system's clock is. */
  now(): number;
  /** How far the system's clock is behind what `now` says: more than 0 after it was set back. */
  behindMs(): number;
}

/**
 * A clock that stands still while the system's runs behind it. Otherwise whoever sets the clock back
 * would make expired tokens and grants valid again.
 *
 * @param floor what it said last in an earlier life
 */
export function createClock(system: () => number = Date.now, floor = 0): Clock {
  let last = floor;
  return {
    now() {
      last = Math.max(last, system());
      return last;
    },
    behindMs: () => Math.max(0, last - system()),
  };
}
