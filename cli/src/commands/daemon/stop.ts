import { join } from 'node:path';
import { hasEnded, runningDaemon } from '../../daemon/instance.js';
import { daemonFolder } from '../../daemon/where.js';
import { cliFault } from '../../fault.js';
import { say } from '../../terminal/streams.js';
import { colorsFor } from '../../terminal/style.js';

/** Longer than reind gives requests that are under way. */
const STOP_SECONDS = 30;

/** Ends the daemon of this state directory; that none runs is no fault. */
export async function stopDaemon(): Promise<void> {
  const running = runningDaemon();
  if (running === undefined) {
    say('no reind runs\n');
    return;
  }
  process.kill(running.pid, 'SIGTERM');
  if (!(await hasEnded(running, STOP_SECONDS * 1000))) {
    const log = join(daemonFolder(), 'reind.log');
    throw cliFault('daemon-not-stopped', { pid: running.pid, seconds: STOP_SECONDS, log });
  }
  const { green, dim } = colorsFor('stderr');
  say(`${green('stopped')} reind, process ${running.pid} ${dim('· runs go on, governed')}\n`);
}
