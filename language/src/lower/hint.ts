/** What would make a clause pass, in one sentence. */

import { eventText } from '../check/gate-text.js';
import type { Clause, Condition, Gate } from '../program.js';

/**
 * Empty when the clause has no way out. `waits` are the gates that would make it pass; one that
 * `unless` does not speak of stands behind a label: `declassify SECRET by approval "share"`.
 */
export function hintOf(
  { unless }: Clause,
  waits: readonly number[],
  gates: readonly Gate[],
): string {
  const spoken = unless === null ? [] : gatesIn(unless);
  const others = waits.filter((gate) => !spoken.includes(gate));
  const ways = [
    ...(unless === null ? [] : [phrase(unless, true, gates)]),
    ...others.map((gate) => gatePhrase(gates[gate], true)),
  ];
  return ways.length === 0 ? '' : `It passes ${ways.join(' or ')}.`;
}

function gatesIn(condition: Condition): readonly number[] {
  switch (condition.kind) {
    case 'after':
      return [condition.gate];
    case 'not':
      return gatesIn(condition.of);
    case 'and':
    case 'or':
      return [...gatesIn(condition.left), ...gatesIn(condition.right)];
    case 'true':
    case 'label':
    case 'target':
    case 'arg':
    case 'lineage':
      return [];
    default:
      return condition satisfies never;
  }
}

function phrase(condition: Condition, wanted: boolean, gates: readonly Gate[]): string {
  switch (condition.kind) {
    case 'true':
      return wanted ? 'always' : 'never';
    case 'label':
      return `while the process ${wanted ? 'carries' : 'does not carry'} ${condition.label}`;
    case 'target':
      return `on ${wanted ? '' : 'anything but '}\`${condition.pattern.text}\``;
    case 'arg':
      return `${wanted ? 'with' : 'without'} the argument \`${condition.pattern.text}\``;
    case 'lineage':
      return `when it was ${wanted ? '' : 'not '}started under \`exec "${condition.path.text}"\``;
    case 'after':
      return gatePhrase(gates[condition.gate], wanted);
    case 'not':
      return phrase(condition.of, !wanted, gates);
    case 'and':
    case 'or': {
      const word = (condition.kind === 'and') === wanted ? 'and' : 'or';
      const sides = [condition.left, condition.right].map((side) => {
        const text = phrase(side, wanted, gates);
        return side.kind !== condition.kind && isJoined(side) ? `(${text})` : text;
      });
      return sides.join(` ${word} `);
    }
    default:
      return condition satisfies never;
  }
}

function isJoined(condition: Condition): boolean {
  return condition.kind === 'not'
    ? isJoined(condition.of)
    : condition.kind === 'and' || condition.kind === 'or';
}

function gatePhrase(gate: Gate | undefined, wanted: boolean): string {
  if (gate === undefined) return '';
  const { opener, closers } = gate;
  const since = closers.map((event) => `\`${eventText(event)}\``).join(' or ');
  const undone = since === '' ? '' : ` with no ${since} since`;
  const happened =
    opener.kind === 'approval'
      ? `a person has approved \`${opener.name}\``
      : `\`${eventText(opener)}\``;
  return `${wanted ? 'after' : 'unless after'} ${happened}${undone}`;
}
