import { join } from 'node:path';
import type { HoldEvent } from '@rein/contract';
import {
  CONTROL_SOCKET,
  decideHold,
  descendantsOf,
  EnforceFault,
  holdNumber,
  listHolds,
  liveRuns,
  openStateDirectory,
  type RunFile,
} from '@rein/enforce';
import { type Entry, readLedger } from '@rein/ledger';
import { cliFault } from '../fault.js';
import { actionOf, disguiseOf } from '../record/view.js';
import { isOfDaemon } from '../runs/run-here.js';
import { commandLine } from '../terminal/words.js';
import { accept } from './accept.js';
import type { Held } from './held.js';
import { lineageIn, originsIn } from './origin.js';

/** What waits in the live runs of this machine, as their engines say. */
export async function heldHere(): Promise<Held[]> {
  const found = await Promise.all(
    liveRuns(openStateDirectory()).map(async ({ run, folder, file }) => {
      try {
        const holds = await listHolds(join(folder, CONTROL_SOCKET));
        return holds.map((hold) => heldOf(run, folder, file, hold));
      } catch (error) {
        if (error instanceof EnforceFault && error.code === 'control-refused') throw error;
        // It ended between being listed and being asked: nothing waits there any more.
        return [];
      }
    }),
  );
  return found.flat();
}

function heldOf(run: string, folder: string, file: RunFile, hold: HoldEvent): Held {
  const {
    id,
    op,
    target,
    target2 = '',
    argv = [],
    running = [],
    cwd,
    exe,
    pid,
    labels,
    time,
    expires,
  } = hold;
  const { kind: _, clauses: __, decisive: ___, feedback: ____, ...action } = hold;
  const rule = file.rules[file.clauses[hold.decisive]?.rule ?? -1] ?? { name: '', reason: '' };
  const { verb, words } = actionOf({ op, target, target2, argv });
  return {
    ...{ id, key: `${run} ${id}`, run, agent: undefined, requestedBy: undefined },
    ...{ verb, words, disguise: disguiseOf({ op, target, argv }) || commandLine(running) },
    ...{ rule: rule.name, why: rule.reason, cwd, exe, pid, labels, preview: '' },
    ...{ sinceMs: Date.parse(time), expiresMs: Date.parse(expires), dueMs: undefined },
    canLast: false,
    json: {
      ...{ source: 'here', run, ...action, argv: hold.argv ?? null },
      ...{ rule: rule.name, reason: rule.reason },
    },
    async decide({ approve, reason }) {
      if (isOfDaemon({ folder })) throw cliFault('daemon-hold', { id, run });
      const number = holdNumber(id);
      if (number === undefined) throw cliFault('no-hold', { id });
      accept(await decideHold(join(folder, CONTROL_SOCKET), { id: number, approve, reason }));
    },
    async background() {
      const entries: Entry[] = [];
      for await (const entry of readLedger(folder, run)) entries.push(entry);
      return {
        lineage: lineageIn(descendantsOf(file.engine), pid),
        origins: originsIn(entries, labels),
      };
    },
  };
}
