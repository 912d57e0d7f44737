import { readFileSync } from 'node:fs';

/** A process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in clock ticks since boot, as /proc says it. */
  readonly start: string;
}

/** Identity of a live process; undefined when there is none. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; after it come fields 3 and up, 22 is the start.
    const after = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, start] = [after[0], after[19]];
    // A zombie has ended; only its parent has not looked yet.
    return start === undefined || state === 'Z' ? undefined : { pid, start };
  } catch {
    return undefined;
  }
}

/** Whether exactly this process is still there. */
export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.start === process.start;
}
