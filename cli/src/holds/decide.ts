import { say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { commandLine } from '../terminal/words.js';
import { findHeld } from './find-held.js';
import type { Answer, Held } from './held.js';
import { openQueue, type QueueOptions } from './queue.js';

/** What both decisions take. */
export interface DecisionOptions extends QueueOptions {
  readonly reason?: string;
}

/** Decides about what `id` means, and says what was decided. */
export async function decide(
  id: string,
  answer: Pick<Answer, 'approve' | 'scope'>,
  options: DecisionOptions,
): Promise<Held> {
  const held = await findHeld(openQueue(options), id);
  await held.decide({ ...answer, reason: options.reason ?? '' });
  const { green, red, dim } = colorsFor('stderr');
  const done = answer.approve ? green('approved') : red('denied');
  const by = held.rule === '' ? '' : ` ${dim(`(rule ${held.rule})`)}`;
  const often = answer.scope === 'run' ? ' for the rest of the run' : '';
  say(`${done} ${held.verb} ${commandLine(held.words)}${often}${by}\n`);
  return held;
}
