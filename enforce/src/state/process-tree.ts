import { readdirSync, readFileSync } from 'node:fs';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';

/** A process as /proc shows it. */
export interface ProcessSeen extends ProcessIdentity {
  readonly ppid: number;
  /** Its name as it set it: an agent's text. */
  readonly name: string;
}

/**
 * Every living process of an engine, parents before children: its children, what it traces, and what
 * descends from either. A process that left its parents behind (a double fork, setsid) is no
 * descendant any more, but the supervisor still traces it, and the kernel says so.
 */
export function descendantsOf(ancestor: ProcessIdentity): ProcessSeen[] {
  if (!isAlive(ancestor)) return [];
  const children = new Map<number, ProcessSeen[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const seen = look(Number(entry));
    if (seen === undefined) continue;
    const above = tracerOf(seen.pid) === ancestor.pid ? ancestor.pid : seen.ppid;
    const siblings = children.get(above);
    if (siblings === undefined) children.set(above, [seen]);
    else siblings.push(seen);
  }
  const found: ProcessSeen[] = [];
  const queue = [ancestor.pid];
  for (let pid = queue.shift(); pid !== undefined; pid = queue.shift()) {
    for (const child of children.get(pid) ?? []) {
      found.push(child);
      queue.push(child.pid);
    }
  }
  return found;
}

/** Who traces a process; 0 if nobody does. */
function tracerOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^TracerPid:\s*(\d+)$/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function look(pid: number): ProcessSeen | undefined {
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
  if (state === 'Z' || state === 'X' || ppid === undefined || start === undefined) return undefined;
  return { pid, start, ppid: Number(ppid), name: stat.slice(open + 1, close) };
}

/** Sends a signal to exactly this process; to nobody if it is gone. */
export function signalProcess(process_: ProcessIdentity, signal: NodeJS.Signals): boolean {
  // Between this look and the signal the number could pass to another process only after it went
  // around; /proc says it did not a moment ago.
  if (identify(process_.pid)?.start !== process_.start) return false;
  try {
    process.kill(process_.pid, signal);
    return true;
  } catch {
    return false;
  }
}
