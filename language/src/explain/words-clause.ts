/** A clause as one sentence. */
import type { Effect } from '@rein/contract';
import type { Clause, Gate } from '../program.js';
import { isTrue, simplify } from './simplify.js';
import { conditionWords } from './words-condition.js';
import { argsWords, targetWords } from './words-pattern.js';

const THEN: Readonly<Record<Effect, string>> = {
  notify: 'it goes on and the agent is told why it matters',
  ask: 'it waits until a person decides',
  block: 'it is refused',
  kill: 'it is refused and the process is ended',
};

export function clauseWords(clause: Clause, gates: readonly Gate[]): string {
  const about = { operation: clause.operation, gates };
  const when = simplify(clause.when);
  const unless = clause.unless === null ? null : simplify(clause.unless);
  const given = isTrue(when) ? '' : `, and ${conditionWords(when, true, about)}`;
  const exception = unless === null ? '' : `, unless ${conditionWords(unless, true, about)}`;
  return `When a process of the run ${doing(clause)}${given}, ${THEN[clause.effect]}${exception}.`;
}

function doing({ operation, target, args }: Clause): string {
  const what = targetWords(target, operation === 'exec' ? 'program' : 'file');
  switch (operation) {
    case 'exec':
      return `runs ${what}${argsWords(args)}`;
    case 'open':
      return `reads or changes ${what}`;
    case 'read':
      return `reads ${what}`;
    case 'write':
      return `creates, changes, renames or removes ${what}`;
    case 'unlink':
      return `removes ${what}`;
    case 'connect':
      return `connects or sends to ${what}`;
    case 'recv':
      return `listens on, or receives from, ${what}`;
    default:
      return operation satisfies never;
  }
}
