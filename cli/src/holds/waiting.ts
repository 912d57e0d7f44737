import { join } from 'node:path';
import type { HoldEvent } from '@rein/contract';
import type { RunFile } from '@rein/enforce';
import {
  CONTROL_SOCKET,
  EnforceFault,
  findRun,
  listHolds,
  liveRuns,
  openStateDirectory,
} from '@rein/enforce';
import { cliFault } from '../fault.js';

/** An operation that waits for a person, and the run it is of. */
export interface Waiting {
  readonly run: string;
  readonly socket: string;
  readonly file: RunFile;
  readonly hold: HoldEvent;
}

/** What waits in every live run, oldest first; in one run if it is named. */
export async function listWaiting(only?: string): Promise<Waiting[]> {
  const state = openStateDirectory();
  const wanted = only === undefined ? undefined : findRun(state, only).run;
  const found = await Promise.all(
    liveRuns(state)
      .filter(({ run }) => wanted === undefined || run === wanted)
      .map(async ({ run, folder, file }) => {
        const socket = join(folder, CONTROL_SOCKET);
        try {
          return (await listHolds(socket)).map((hold) => ({ run, socket, file, hold }));
        } catch (error) {
          if (error instanceof EnforceFault && error.code === 'control-refused') throw error;
          // It ended between being listed and being asked: nothing waits there any more.
          return [];
        }
      }),
  );
  return found.flat().sort((a, b) => a.hold.time.localeCompare(b.hold.time));
}

/** The one operation that `id` means. Throws `no-hold` or `ambiguous-hold`. */
export async function findWaiting(id: string, only?: string): Promise<Waiting> {
  const found = (await listWaiting(only)).filter(({ hold }) => hold.id === id.toLowerCase());
  const [first] = found;
  if (first === undefined) throw cliFault('no-hold', { id });
  if (found.length > 1) throw cliFault('ambiguous-hold', { id, count: found.length });
  return first;
}

/** The rule that asks, by the clause that decided. */
export function ruleOf({ file, hold }: Waiting): {
  readonly name: string;
  readonly reason: string;
} {
  const clause = file.clauses[hold.decisive];
  return file.rules[clause?.rule ?? -1] ?? { name: '', reason: '' };
}
