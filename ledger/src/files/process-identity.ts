import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from './system-error.js';

/** Enough about a process to tell later whether it still lives, even after its pid was given anew. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks after boot at which it started: field 22 of /proc/PID/stat. */
  readonly start: string;
  /** The machine's boot, /proc/sys/kernel/random/boot_id. */
  readonly boot: string;
  /** The pid namespace in which `pid` counts. */
  readonly pidNamespace: string;
  readonly host: string;
  /** Tells two locks of one process apart. */
  readonly nonce: string;
}

/** Whether a process lives. `unclear` where this process cannot see it. */
export type Liveness = 'alive' | 'dead' | { readonly unclear: string };

const NONCE_BYTES = 8;

/** The identity of this process, with a new nonce. */
export function identifySelf(): ProcessIdentity {
  const stat = readStat(process.pid);
  return {
    pid: process.pid,
    start: stat?.start ?? '',
    boot: bootId(),
    pidNamespace: readlinkSync('/proc/self/ns/pid'),
    host: hostname(),
    nonce: randomBytes(NONCE_BYTES).toString('hex'),
  };
}

/** Whether the process with this identity still lives. */
export function liveness(identity: ProcessIdentity): Liveness {
  if (identity.boot !== bootId()) {
    // On a home shared over the network another boot may be another machine, which may well be up.
    return identity.host === hostname()
      ? 'dead'
      : { unclear: `it was written on ${identity.host}` };
  }
  if (identity.pidNamespace !== readlinkSync('/proc/self/ns/pid')) {
    return { unclear: 'it was written in another pid namespace' };
  }
  const stat = readStat(identity.pid);
  if (stat !== undefined) {
    const sameProcess = stat.start === identity.start;
    return sameProcess && stat.state !== 'Z' && stat.state !== 'X' ? 'alive' : 'dead';
  }
  // /proc may be mounted so that other users' processes are hidden: ask the kernel another way.
  return signalFinds(identity.pid) ? 'alive' : 'dead';
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function readStat(pid: number): { state: string; start: string } | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The second field is the program's name in parentheses, and the program chose it: skip past it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

function signalFinds(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}
