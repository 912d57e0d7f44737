import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessIdentity } from '@rein/enforce';
import { descendantsOf, signalProcess } from '@rein/enforce';

const ROUND_MS = 10;

/**
 * Ends every descendant of a run's engine, but not the engine, which then reports that none is left.
 * Processes are stopped before they are killed: one that forks as fast as it is killed would win a
 * race, but a stopped one does not fork. Resolves to whether none was left within `limitMs`.
 */
export async function endTree(engine: ProcessIdentity, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    stopAll(engine);
    const tree = descendantsOf(engine);
    if (tree.length === 0) return true;
    for (const member of tree) signalProcess(member, 'SIGKILL');
    if (performance.now() >= deadline) return descendantsOf(engine).length === 0;
    await sleep(ROUND_MS);
  }
}

/** Looks again until a look finds nobody new: then nobody is left who could fork. */
function stopAll(engine: ProcessIdentity): void {
  const stopped = new Set<string>();
  for (;;) {
    const fresh = descendantsOf(engine).filter(({ pid, start }) => !stopped.has(`${pid} ${start}`));
    if (fresh.length === 0) return;
    for (const member of fresh) {
      signalProcess(member, 'SIGSTOP');
      stopped.add(`${member.pid} ${member.start}`);
    }
  }
}
