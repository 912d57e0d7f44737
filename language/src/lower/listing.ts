/** What a policy came to, for people: `rein check --explain --json`, and golden tests. */
import type { AutomatonKind, EngineOp } from '@rein/contract';
import type { Atom } from './atom.js';
import type { KindAutomaton } from './automata-sections.js';
import { gatesOf, rowsByClause } from './clause-gates.js';
import type { Context } from './context.js';
import type { ExitSlot } from './gate-rows.js';
import { hintOf } from './hint.js';
import type { Numbering } from './numbering.js';
import { opsOf, type Row } from './row.js';

export interface Listing {
  readonly bytes: number;
  /** Operations that some row asks about: the engine sees no other. */
  readonly ops: readonly EngineOp[];
  readonly flow: boolean;
  readonly hostNames: boolean;
  readonly labels: readonly string[];
  readonly gates: readonly string[];
  readonly lineages: readonly string[];
  readonly exits: readonly ExitSlot[];
  /** Pattern atoms by number: `path src/**`. */
  readonly atoms: Readonly<Record<number, string>>;
  readonly automata: readonly AutomatonSize[];
  readonly clauses: readonly ClauseListing[];
  /** Rows of sources, transforms and lineage. */
  readonly flowRows: readonly string[];
  readonly gateRows: readonly string[];
  /** Rows that ask a running program's exec clauses again when it gains a label. */
  readonly standingRows: readonly string[];
}

export interface AutomatonSize {
  readonly kind: AutomatonKind;
  readonly states: number;
  readonly classes: number;
}

export interface ClauseListing {
  readonly line: number;
  readonly text: string;
  readonly hint: string;
  /** Gates that would make it pass. */
  readonly gates: readonly string[];
  /** One for each way to fire: `write: path src/** & not gate after …`. */
  readonly rows: readonly string[];
}

export interface Listed {
  readonly context: Context;
  readonly numbering: Numbering;
  readonly rows: readonly Row[];
  readonly exits: readonly ExitSlot[];
  readonly automata: readonly KindAutomaton[];
  readonly ops: number;
  readonly flow: boolean;
  readonly bytes: number;
}

export function listingOf(listed: Listed): Listing {
  const { context, numbering, rows, automata } = listed;
  const gates = context.gates.map(({ text }) => text);
  const ofTable = (table: Row['table']) => rows.filter((row) => row.table === table);
  const clauses = context.program.rules.flatMap((rule) => rule.clauses);
  const byClause = rowsByClause(rows, clauses.length);
  return {
    bytes: listed.bytes,
    ops: opsOf(listed.ops),
    flow: listed.flow,
    hostNames: numbering.patterns.some(({ kind }) => kind === 'host'),
    labels: numbering.labels,
    gates,
    lineages: numbering.lineages.map(({ text }) => text),
    exits: listed.exits,
    atoms: Object.fromEntries(numbering.patterns.map((atom) => [numbering.of(atom), atom.text])),
    automata: automata.map(({ kind, automaton }) => ({
      kind,
      states: automaton.states,
      classes: automaton.classCount,
    })),
    clauses: clauses.map((clause, index) => {
      const own = byClause[index] ?? [];
      return {
        line: clause.line,
        text: clause.text,
        hint: hintOf(clause, gatesOf(own), context.gates),
        gates: gatesOf(own).map((gate) => gates[gate] ?? ''),
        rows: own.map((row) => rowText(row, gates)),
      };
    }),
    flowRows: ofTable('flow').map((row) => rowText(row, gates)),
    gateRows: ofTable('gates').map((row) => rowText(row, gates)),
    standingRows: ofTable('standing').map((row) => rowText(row, gates)),
  };
}

function rowText(row: Row, gates: readonly string[]): string {
  const literals = [...row.literals].map(
    ([atom, wanted]) => `${wanted ? '' : 'not '}${atomText(atom, gates)}`,
  );
  const does = row.action === 'rule' ? '' : ` -> ${row.action} ${operandText(row)}`;
  const flags = `${row.object ? ' of the object' : ''}${row.assume ? ', assumed' : ''}`;
  return `${opsOf(row.ops).join('|')}: ${literals.join(' & ') || 'always'}${does}${flags}`;
}

function atomText(atom: Atom, gates: readonly string[]): string {
  return atom.kind === 'gate' ? `gate ${gates[atom.gate]}` : atom.text;
}

function operandText({ operand }: Row): string {
  switch (operand.kind) {
    case 'number':
      return String(operand.value);
    case 'label':
      return operand.label;
    case 'lineage':
      return operand.atom.text;
    default:
      return operand satisfies never;
  }
}
