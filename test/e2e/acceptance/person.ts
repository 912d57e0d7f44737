import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './stage.js';

/** Each look is a command of its own. */
const LOOK_EVERY_MS = 300;

/** What waited, as the person saw it before the answer. */
export interface Answered {
  readonly id: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly exe: string;
  readonly by: 'approve' | 'deny';
}

/** Answers what waits, the first with yes and all others with no, until `done` settles. */
export async function answerHolds(
  { rein }: Pick<Stage, 'rein'>,
  done: Promise<unknown>,
): Promise<Answered[]> {
  const answered: Answered[] = [];
  let isOver = false;
  const over = done.then(
    () => {
      isOver = true;
    },
    () => {
      isOver = true;
    },
  );
  while (!isOver) {
    const { stdout } = await rein(['approvals', '--json']);
    for (const line of stdout.split('\n').filter((text) => text !== '')) {
      const held: readonly Omit<Answered, 'by'>[] = [JSON.parse(line)].flat();
      for (const hold of held) {
        const by = answered.length === 0 ? 'approve' : 'deny';
        const reason = by === 'approve' ? 'looked at the diff' : 'one push is enough';
        const { code } = await rein([by, hold.id, '--reason', reason]);
        if (code === 0) answered.push({ ...hold, by });
      }
    }
    await Promise.race([over, sleep(LOOK_EVERY_MS)]);
  }
  return answered;
}
