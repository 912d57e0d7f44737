import { readFileSync } from 'node:fs';
import { foreign } from '../terminal/foreign.js';
import type { Background } from './held.js';

/** Processes above another that are looked at: a tree deeper than that is a loop, or meant to be one. */
const DEPTH_MAX = 64;

/** Programs above a process, the oldest first and itself last, up to the engine; empty if it is gone. */
export function ancestorsOf(pid: number, engine: number): string[] {
  const names: string[] = [];
  for (let at = pid; at > 1 && at !== engine && names.length < DEPTH_MAX; ) {
    const seen = look(at);
    if (seen === undefined) break;
    names.unshift(foreign(seen.name));
    at = seen.ppid;
  }
  return names;
}

function look(pid: number): { readonly name: string; readonly ppid: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything, parentheses too.
    const close = stat.lastIndexOf(')');
    const ppid = Number(stat.slice(close + 2).split(' ')[1]);
    return { name: stat.slice(stat.indexOf('(') + 1, close), ppid };
  } catch {
    return undefined;
  }
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
