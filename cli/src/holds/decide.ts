import { type Answer, decideHold, holdNumber } from '@rein/enforce';
import { cliFault } from '../fault.js';
import { actionOf } from '../record/view.js';
import { say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { commandLine } from '../terminal/words.js';
import { findWaiting, ruleOf, type Waiting } from './waiting.js';

/** What both decisions take. */
export interface DecisionOptions {
  readonly run?: string;
  readonly reason?: string;
}

/** Decides one waiting operation and says what was decided. */
export async function decide(
  id: string,
  approve: boolean,
  { run, reason = '' }: DecisionOptions,
): Promise<void> {
  const number = holdNumber(id);
  if (number === undefined) throw cliFault('no-hold', { id });
  const waiting = await findWaiting(id, run);
  accept(await decideHold(waiting.socket, { id: number, approve, reason }));
  const { green, red, dim } = colorsFor('stderr');
  const { verb, words } = describe(waiting);
  const done = approve ? green('approved') : red('denied');
  say(`${done} ${verb} ${commandLine(words)} ${dim(`(rule ${ruleOf(waiting).name})`)}\n`);
}

/** Throws `decision-refused` unless the engine agreed. */
export function accept(answer: Answer): void {
  if (!answer.ok) throw cliFault('decision-refused', { why: answer.message });
}

/** What waits, as one line of words. */
export function describe({ hold }: Waiting): ReturnType<typeof actionOf> {
  return actionOf({
    op: hold.op,
    target: hold.target,
    target2: hold.target2 ?? '',
    argv: hold.argv ?? [],
  });
}
