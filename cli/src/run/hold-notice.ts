import type { EngineMessage } from '@rein/enforce';
import type { RunTables } from '@rein/govern';
import { actionOf } from '../record/view.js';
import { notice } from '../terminal/notice.js';
import { colorsFor } from '../terminal/style.js';
import { commandLine } from '../terminal/words.js';

/** Tells whoever looks at this terminal that something waits for a person, and how to answer. */
export function announceHolds(messages: readonly EngineMessage[], tables: RunTables): void {
  for (const message of messages) {
    if (message.type !== 'event' || message.event.kind !== 'hold') continue;
    const { event } = message;
    const { yellow, bold, dim } = colorsFor('stderr');
    const { verb, words } = actionOf({
      op: event.op,
      target: event.target,
      target2: event.target2 ?? '',
      argv: event.argv ?? [],
    });
    const rule = tables.rules[tables.clauses[event.decisive]?.rule ?? -1]?.name ?? '';
    notice(
      `${yellow('◆')} rein holds ${dim(verb)} ${bold(commandLine(words))} ${dim(`(${rule})`)}: rein approve ${event.id}, or rein deny ${event.id}`,
    );
  }
}
