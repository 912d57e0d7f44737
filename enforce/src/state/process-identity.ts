import { readFileSync } from 'node:fs';

/** A process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in clock ticks since boot, as /proc says it. */
  readonly start: string;
}

/** A process as /proc shows it. */
export interface ProcessSeen extends ProcessIdentity {
  readonly ppid: number;
  /** Its name as it set it: an agent's text. */
  readonly name: string;
}

/** What /proc says of a live process; undefined when there is none. */
export function look(pid: number): ProcessSeen | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const open = stat.indexOf('(');
  const close = stat.lastIndexOf(')');
  // The name in parentheses may hold anything; after it come fields 3 and up, 22 is the start.
  const after = stat.slice(close + 2).split(' ');
  const [state, ppid, start] = [after[0], after[1], after[19]];
  // A zombie has ended; only its parent has not looked yet.
  if (state === 'Z' || state === 'X' || ppid === undefined || start === undefined) return undefined;
  return { pid, start, ppid: Number(ppid), name: stat.slice(open + 1, close) };
}

/** Identity of a live process; undefined when there is none. */
export function identify(pid: number): ProcessIdentity | undefined {
  const seen = look(pid);
  return seen === undefined ? undefined : { pid, start: seen.start };
}

/** Whether exactly this process is still there. */
export function isAlive(process: ProcessIdentity): boolean {
  return look(process.pid)?.start === process.start;
}
