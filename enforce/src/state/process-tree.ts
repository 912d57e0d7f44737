import { readdirSync, readFileSync } from 'node:fs';
import { isAlive, look, type ProcessIdentity, type ProcessSeen } from './process-identity.js';

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

/** Sends a signal to exactly this process; to nobody if it is gone. */
export function signalProcess(process_: ProcessIdentity, signal: NodeJS.Signals): boolean {
  // Between this look and the signal the number could pass to another process only after it went
  // around; /proc says it did not a moment ago.
  if (!isAlive(process_)) return false;
  try {
    process.kill(process_.pid, signal);
    return true;
  } catch {
    return false;
  }
}
