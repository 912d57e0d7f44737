/** Conditions in words: each is a clause that can follow `when` or `unless`. */
import type { Operation } from '@rein/contract';
import { quote } from '../diagnostics/quote.js';
import type { Condition, Gate } from '../program.js';
import { gateWords } from './words-gate.js';
import { pathWords, targetWords } from './words-pattern.js';

interface About {
  readonly operation: Operation;
  readonly gates: readonly Gate[];
}

/** `wanted` false gives the words for the opposite. */
export function conditionWords(condition: Condition, wanted: boolean, about: About): string {
  const not = wanted ? '' : 'not ';
  switch (condition.kind) {
    case 'true':
      return wanted ? 'always' : 'never';
    case 'label':
      return wanted
        ? `the process carries ${quote(condition.label)}`
        : `the process does not carry ${quote(condition.label)}`;
    case 'target': {
      const noun = about.operation === 'exec' ? 'program' : 'file';
      return `the target is ${not}${targetWords(condition.pattern, noun)}`;
    }
    case 'arg':
      return `${wanted ? 'an' : 'no'} argument matches ${quote(condition.pattern.text)}`;
    case 'lineage':
      return `the process was ${not}started by way of ${pathWords(condition.path, 'program')}`;
    case 'after': {
      const gate = about.gates[condition.gate];
      return gate === undefined ? '' : gateWords(gate, wanted);
    }
    case 'not':
      return conditionWords(condition.of, !wanted, about);
    case 'and':
    case 'or':
      return joined(condition, wanted, about);
    default:
      return condition satisfies never;
  }
}

type Joined = Extract<Condition, { kind: 'and' | 'or' }>;

function joined(condition: Joined, wanted: boolean, about: About): string {
  const word = (condition.kind === 'and') === wanted ? 'and' : 'or';
  const sides = [condition.left, condition.right].map((side) => {
    const words = conditionWords(side, wanted, about);
    return needsParentheses(side, condition.kind, about) ? `(${words})` : words;
  });
  return sides.join(`, ${word} `);
}

/** A chain of the other kind, and a gate that has an `and` of its own. */
function needsParentheses(side: Condition, kind: Joined['kind'], { gates }: About): boolean {
  if (side.kind === 'not')
    return needsParentheses(side.of, kind === 'and' ? 'or' : 'and', { gates, operation: 'exec' });
  if (side.kind === 'after') return (gates[side.gate]?.closers.length ?? 0) > 0;
  return (side.kind === 'and' || side.kind === 'or') && side.kind !== kind;
}
