import { join } from 'node:path';
import type { Run } from '@rein/contract/api';
import { approveClass, CONTROL_SOCKET, EnforceFault } from '@rein/enforce';
import { fault, reasonOf } from '../fault.js';
import type { Principal } from '../identity/principal.js';
import { note } from '../record/outbox.js';
import type { Desk } from './desk.js';
import { isRunOver } from './state-machine.js';

/** A gate that somebody wants open. */
export interface GateAsked {
  /** CLASS of `after approval "CLASS"`. */
  readonly gate: string;
  readonly reason: string;
}

/** See `Runs.openGate`. It lets pass what the policy holds back, as an approval does: the same people may. */
export async function openGate(
  desk: Desk,
  by: Principal,
  id: string,
  { gate, reason }: GateAsked,
): Promise<Run> {
  const { status } = await desk.require(by, 'approvals:decide', id);
  if (isRunOver(status)) throw fault('run-over', { run: id, status });
  const said = reason === '' ? by.subject : `${by.subject}: ${reason}`;
  const why = await tellEngine(join(desk.placeOf(id).folder, CONTROL_SOCKET), gate, said);
  if (why !== undefined) throw fault('gate-not-opened', { run: id, why });
  await desk.options.db.transaction().execute(async (tx) => {
    await note(tx, 'run-gate-opened', { by: by.subject, of_run: id, gate, reason });
  });
  await desk.follow(id).catchUp();
  return desk.show(await desk.find(id));
}

/** Why the engine did not open it, if so. */
async function tellEngine(socket: string, gate: string, said: string): Promise<string | undefined> {
  try {
    const answer = await approveClass(socket, gate, said);
    return answer.ok ? undefined : answer.message;
  } catch (error) {
    if (!(error instanceof EnforceFault)) throw error;
    return error.code === 'control-unreachable' ? 'it has no process yet' : reasonOf(error);
  }
}
