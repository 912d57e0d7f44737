import { join } from 'node:path';
import { approveClass, CONTROL_SOCKET } from '@rein/enforce';
import { daemonOf } from '../daemon/client.js';
import { requireDaemonRun } from '../daemon/find-run.js';
import type { DaemonOptions } from '../daemon/where.js';
import { cliFault } from '../fault.js';
import { isOfDaemon, runHere } from '../runs/run-here.js';
import { shortRun } from '../terminal/words.js';

/** Opens the gates of one class in a live run. Returns the id of the run. Throws `gate-not-opened`. */
export async function openGate(
  name: string,
  gate: string,
  reason: string | undefined,
  options: DaemonOptions,
): Promise<string> {
  const here = runHere(name);
  if (here !== undefined && !isOfDaemon(here)) {
    const { run, folder } = here;
    const answer = await approveClass(join(folder, CONTROL_SOCKET), gate, reason ?? '');
    if (!answer.ok) throw cliFault('gate-not-opened', { run: shortRun(run), why: answer.message });
    return run;
  }
  const daemon = daemonOf(options);
  const { run_id } = await requireDaemonRun(daemon, here?.run ?? name);
  await daemon.openGate(run_id, gate, reason);
  return run_id;
}
