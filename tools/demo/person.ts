/** The person of the demo: looks at the queue from another process, approves the first, denies the second. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, rein } from './rein.js';

interface Answer {
  readonly id: string;
  readonly verb: 'approve' | 'deny';
}

const LOOK_EVERY_MS = 200;

/** Answers holds until `until` resolves; returns what was answered. */
export async function person(context: Context, until: Promise<unknown>): Promise<Answer[]> {
  const answered: Answer[] = [];
  const state = { over: false };
  void until.finally(() => {
    state.over = true;
  });
  while (!state.over) {
    const lines = rein(['approvals', '--json'], context).stdout.split('\n');
    const holds = lines
      .filter((line) => line !== '')
      .map((line): { readonly id: string } => JSON.parse(line));
    for (const hold of holds) {
      if (answered.some(({ id }) => id === hold.id)) continue;
      const approve = answered.length === 0;
      const verb = approve ? 'approve' : 'deny';
      const reason = approve ? 'reviewed the diff' : 'one push is enough';
      const done = rein([verb, hold.id, '--reason', reason], context);
      if (done.status !== 0) throw new Error(`rein ${verb} ${hold.id}: ${done.stderr}`);
      answered.push({ id: hold.id, verb });
    }
    await sleep(LOOK_EVERY_MS);
  }
  return answered;
}
