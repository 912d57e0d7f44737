import { foreign } from '../terminal/foreign.js';
import type { Background } from './held.js';

/** Processes as far as their place in a tree needs them. */
export interface Node {
  readonly pid: number;
  readonly ppid: number;
  readonly name: string;
}

/** Programs above a process of a run, the oldest first and itself last; empty if it is gone. */
export function lineageIn(processes: readonly Node[], pid: number): string[] {
  const names: string[] = [];
  const find = (wanted: number): Node | undefined => processes.find((node) => node.pid === wanted);
  // Numbers are given out again: what looks like a loop ends where all have been seen.
  for (
    let at = find(pid);
    at !== undefined && names.length < processes.length;
    at = find(at.ppid)
  ) {
    names.unshift(foreign(at.name));
  }
  return names;
}

/** Where labels came from, by the entries of a record: the last time that some process gained each. */
export function originsIn(
  entries: Iterable<Readonly<Record<string, unknown>>>,
  labels: readonly string[],
): Background['origins'] {
  const found = new Map<string, string>();
  for (const { kind, gained, op, target, pid } of entries) {
    if (kind !== 'label' || !Array.isArray(gained)) continue;
    for (const label of gained.map(String)) {
      if (!labels.includes(label)) continue;
      found.set(label, foreign(`${String(op)} ${String(target)} by pid ${String(pid)}`));
    }
  }
  return [...found].map(([label, from]) => ({ label, from }));
}
