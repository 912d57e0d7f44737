/**
 * A run that goes on under another policy carries numbers: of labels, and of gates. So that they mean
 * the same there, the program comes to begin with the gates of the one before, and the labels with its labels.
 */
import type { Condition, Gate, Program } from '../program.js';
import { BUILT_IN_LABELS } from './facts.js';
import type { KeptBits } from './keep-bits.js';

/** Names by number, as an image has them. */
export interface Numbers extends KeptBits {
  /** The built-in labels first. */
  readonly labels: readonly string[];
  /** Texts of the gates. */
  readonly gates: readonly string[];
}

/** The program with the gates of `kept` in front, in their order; none of them is left out. */
export function keepGates(program: Program, kept: readonly string[]): Program {
  const own = new Map(program.gates.map((gate) => [gate.text, gate]));
  const added = program.gates.filter(({ text }) => !kept.includes(text));
  const gates = [...kept.map((text) => own.get(text) ?? placeOf(text)), ...added];
  const place = new Map(gates.map(({ text }, number) => [text, number]));
  const moved = (gate: number): number => place.get(program.gates[gate]?.text ?? '') ?? gate;
  const rules = program.rules.map((rule) => ({
    ...rule,
    clauses: rule.clauses.map((clause) => ({
      ...clause,
      when: moveGates(clause.when, moved),
      unless: clause.unless === null ? null : moveGates(clause.unless, moved),
    })),
  }));
  return { ...program, gates, rules };
}

/** The labels of `kept`, then those of the program that it has not. */
export function keepLabels(live: readonly string[], kept: readonly string[]): readonly string[] {
  const flowing = kept.filter((label) => !BUILT_IN_LABELS.includes(label));
  return [...flowing, ...live.filter((label) => !kept.includes(label))];
}

/** A number that no clause asks about any more. An approval opens it, if its name says so: nobody asks. */
function placeOf(text: string): Gate {
  const approval = /^approval (?<name>".*")$/.exec(text)?.groups?.name;
  const name: unknown = approval === undefined ? text : JSON.parse(approval);
  return { text, opener: { kind: 'approval', name: String(name) }, closers: [] };
}

function moveGates(of: Condition, moved: (gate: number) => number): Condition {
  switch (of.kind) {
    case 'after':
      return { ...of, gate: moved(of.gate) };
    case 'not':
      return { ...of, of: moveGates(of.of, moved) };
    case 'and':
    case 'or':
      return { ...of, left: moveGates(of.left, moved), right: moveGates(of.right, moved) };
    case 'true':
    case 'label':
    case 'target':
    case 'arg':
    case 'lineage':
      return of;
    default:
      return of satisfies never;
  }
}
