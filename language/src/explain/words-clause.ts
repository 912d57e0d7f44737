/** A clause as one sentence. */
import type { Effect } from '@rein/contract';
import { quote } from '../diagnostics/quote.js';
import type { Clause, Condition, Gate } from '../program.js';
import { isTrue, simplify } from './simplify.js';
import { conditionWords } from './words-condition.js';
import { argsWords, targetWords } from './words-pattern.js';

const THEN: Readonly<Record<Effect, string>> = {
  notify: 'it goes on and the agent is told why it matters',
  ask: 'it waits until a person decides',
  block: 'it is refused',
  kill: 'it is refused and the process is ended',
};

/** Of a program that runs already, at the read that would give it the label. */
const THEN_LATER: Readonly<Record<Effect, string>> = {
  notify: 'the agent is told then',
  ask: 'that read waits',
  block: 'that read is refused',
  kill: 'that read is refused and the process is ended',
};

export function clauseWords(clause: Clause, gates: readonly Gate[]): string {
  const about = { operation: clause.operation, gates };
  const when = simplify(clause.when);
  const unless = clause.unless === null ? null : simplify(clause.unless);
  const given = isTrue(when) ? '' : `, and ${conditionWords(when, true, about)}`;
  const exception = unless === null ? '' : `, unless ${conditionWords(unless, true, about)}`;
  const says = `When a process of the run ${doing(clause)}${given}, ${THEN[clause.effect]}${exception}.`;
  if (clause.operation !== 'exec') return says;
  const labels = [...labelsOf(when, true), ...(unless === null ? [] : labelsOf(unless, false))];
  const names = [...new Set(labels)].map(quote);
  if (names.length === 0) return says;
  return `${says} If it comes to carry ${names.join(' or ')} only while it runs, by what it reads, ${THEN_LATER[clause.effect]}.`;
}

/** Labels that can make a condition come true, or with `wanted` false come untrue. */
function labelsOf(condition: Condition, wanted: boolean): readonly string[] {
  switch (condition.kind) {
    case 'label':
      return wanted ? [condition.label] : [];
    case 'not':
      return labelsOf(condition.of, !wanted);
    case 'and':
    case 'or':
      return [...labelsOf(condition.left, wanted), ...labelsOf(condition.right, wanted)];
    default:
      return [];
  }
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
