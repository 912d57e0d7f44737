import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Standing } from '@rein/contract/api';
import { onTestFinished } from 'vitest';
import { createBus } from '../src/bus/bus.js';
import { createClock } from '../src/clock.js';
import { ControlFault } from '../src/fault.js';
import type { Principal } from '../src/identity/principal.js';
import { openStore } from '../src/store/store.js';

/** A clock that a test moves. */
export function handClock(start = 1_700_000_000_000) {
  let time = start;
  const clock = createClock(() => time);
  const move = (ms: number): void => {
    time += ms;
  };
  return { clock, move };
}

/** A store of its own for one test, closed after it. */
export async function newStand() {
  const directory = mkdtempSync(join(tmpdir(), 'rein-control-'));
  const store = await openStore(join(directory, 'store.db'));
  onTestFinished(() => store.close());
  return { directory, store, db: store.db, bus: createBus(), ...handClock() };
}

export function principal(standing: Standing, subject: string = standing): Principal {
  return { standing, subject, tokenId: `token-of-${subject}` };
}

/** The code of the fault that `work` ends with; fails if there is none. */
export async function faultOf(work: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof ControlFault) return error.code;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Kinds of what waits to be recorded, oldest first. */
export async function notedKinds(
  db: Awaited<ReturnType<typeof openStore>>['db'],
): Promise<string[]> {
  const rows = await db.selectFrom('outbox').select('kind').orderBy('id').execute();
  return rows.map(({ kind }) => kind);
}
