/** What is kept between events: the table "State" in code. */
import type { Argv, Aspect } from './event.js';

/** Of a process (a thread group). */
export interface ProcessState {
  /** Labels that it carries, but for those that every process of the run has. */
  readonly labels: ReadonlySet<string>;
  /** Labels that a declassifier keeps off it. */
  readonly shield: ReadonlySet<string>;
  /** Texts of the `lineage-includes` patterns that it or an ancestor has met. */
  readonly lineage: ReadonlySet<string>;
  /** Gates that its ending by itself with their status opens. */
  readonly exits: ReadonlySet<number>;
  /** What it runs, as its exec or that of an ancestor was; null before the first one. */
  readonly running: Running | null;
}

/** An exec that happened. */
export interface Running {
  readonly aspect: Aspect;
  readonly argv: Argv | null;
}

const EMPTY: ReadonlySet<never> = new Set();

/** A first process of a run. */
export const FRESH: ProcessState = {
  labels: EMPTY,
  shield: EMPTY,
  lineage: EMPTY,
  exits: EMPTY,
  running: null,
};

/** A child starts with all of it but the armed exits. */
export function forked(parent: ProcessState): ProcessState {
  return { ...parent, exits: EMPTY };
}

export function union<T>(...sets: readonly Iterable<T>[]): Set<T> {
  const all = new Set<T>();
  for (const set of sets) for (const one of set) all.add(one);
  return all;
}

export function without<T>(set: Iterable<T>, removed: ReadonlySet<T>): Set<T> {
  return new Set([...set].filter((one) => !removed.has(one)));
}
