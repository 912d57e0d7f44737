import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from '@rein/enforce';
import { daemonFolder } from './where.js';

const LOOK_EVERY_MS = 20;

/** The daemon that runs on this user's state directory, by what it wrote there; undefined if none does. */
export function runningDaemon(): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(daemonFolder(), 'reind.json'), 'utf8'));
    const pid: unknown = Reflect.get(Object(value), 'pid');
    const start: unknown = Reflect.get(Object(value), 'start');
    if (typeof pid !== 'number' || typeof start !== 'string') return undefined;
    return isAlive({ pid, start }) ? { pid, start } : undefined;
  } catch {
    return undefined;
  }
}

/** Resolves when exactly this process is gone; false when `limitMs` have passed first. */
export async function hasEnded(process: ProcessIdentity, limitMs: number): Promise<boolean> {
  const until = Date.now() + limitMs;
  while (isAlive(process)) {
    if (Date.now() > until) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}
