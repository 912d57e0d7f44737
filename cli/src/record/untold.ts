import type { GuardEvent, MatchEvent } from '@rein/contract';
import type { RunTables } from '@rein/govern';
import { commandLine } from '../terminal/words.js';
import { actionOf } from './view.js';

/** Different blocks remembered, so that a storm of the same denial is told once. */
const REMEMBERED_MAX = 1024;

/** Makes the feedback of decisions that the engine could not write to the process itself. */
export interface Untold {
  /** The block, or nothing when the same was said before. */
  block(event: MatchEvent | GuardEvent): string | undefined;
}

/**
 * The engine says nothing about a process whose stderr is closed or full, and says the same thing to
 * a process once. Through the feedback file an agent hears of both, each thing once. Of an io_uring it
 * hears nothing: runtimes try one as they start, and go on without.
 */
export function createUntold(tables: RunTables): Untold {
  const said = new Set<string>();
  return {
    block(event) {
      if (event.kind === 'guard' && event.guard === 'io_uring') return undefined;
      const text = event.kind === 'match' ? matchBlock(event, tables) : guardBlock(event);
      if (said.has(text)) return undefined;
      if (said.size >= REMEMBERED_MAX) said.clear();
      said.add(text);
      return text;
    },
  };
}

function matchBlock(event: MatchEvent, { rules, clauses }: RunTables): string {
  const rule = rules[clauses[event.decisive]?.rule ?? -1];
  const { verb, words } = actionOf({
    op: event.op,
    target: event.target,
    target2: event.target2 ?? '',
    argv: event.argv ?? [],
  });
  const lines = [
    `[rein] ${event.outcome}: ${verb} of ${commandLine(words)}`,
    `  rule: ${rule?.name ?? ''}`,
    ...(event.running === undefined ? [] : [`  runs: ${commandLine(event.running)}`]),
    ...(rule?.reason ? [`  why: ${rule.reason}`] : []),
    ...(event.stale ?? []).map(({ op, target }) => `  stale: since ${op} of ${target}`),
    ...(event.hold?.reason ? [`  said: ${event.hold.reason}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function guardBlock({ call, reason }: GuardEvent): string {
  return `[rein] refused: ${call}\n  why: ${reason}\n`;
}
