/** Rows: what the engine asks of the atoms that hold, and what it does then. */
import type { Action, Table } from '@rein/contract';
import { ENGINE_OPS, type EngineOp, opBit } from '@rein/contract';
import type { GlobToken } from '../glob/glob.js';
import type { Atom, Atoms } from './atom.js';

/** Atoms that must hold (true) or must not (false), all of them together. */
export type Literals = ReadonlyMap<Atom, boolean>;

export interface Row {
  readonly table: Table;
  /** Mask of engine operations. */
  readonly ops: number;
  readonly action: Action;
  /** By the action: effect, label, lineage atom, gate, exit slot, or standing bit. */
  readonly operand: Operand;
  readonly literals: Literals;
  /** Fires too when only arguments past the limit of argv are unknown. */
  readonly assume: boolean;
  /** The label is the object's. */
  readonly object: boolean;
  /** Clause for a rule; else the source line. */
  readonly owner: number;
}

export type Operand =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'lineage'; readonly atom: Atom };

export function number(value: number): Operand {
  return { kind: 'number', value };
}

/** Operations of a mask. */
export function opsOf(mask: number): readonly EngineOp[] {
  return ENGINE_OPS.filter((op) => (mask & opBit(op)) !== 0);
}

/**
 * Atoms that the index lists a row under: the one that holds most rarely, so that few rows are
 * looked at in vain; without any that must hold, each of its operations.
 */
export function listedUnder(row: Row, atoms: Atoms): readonly Atom[] {
  const positive = [...row.literals].filter(([, wanted]) => wanted).map(([atom]) => atom);
  const [first, ...others] = positive;
  if (first === undefined) return opsOf(row.ops).map((op) => atoms.of({ kind: 'op', op }));
  return [others.reduce((best, atom) => (rarity(atom) > rarity(best) ? atom : best), first)];
}

/** Roughly how rarely an atom holds. */
function rarity(atom: Atom): number {
  switch (atom.kind) {
    case 'path':
    case 'tree':
      return 1000 + literalBytes(atom.glob.alternatives.map(({ tokens }) => tokens));
    case 'host':
      return 1000 + literalBytes(atom.name.alternatives.map(({ tokens }) => tokens));
    case 'endpoint':
      if (atom.endpoint.kind !== 'address') return 1000;
      return 1000 + atom.endpoint.block.bits + (atom.endpoint.ports === null ? 0 : 8);
    case 'arg':
      return 500 + literalBytes(atom.glob.alternatives.map(({ tokens }) => tokens));
    case 'standing':
      return 40;
    case 'gate':
      return 30;
    case 'label':
      return 20;
    case 'lineage':
      return 10;
    case 'op':
      return 0;
    default:
      return atom satisfies never;
  }
}

function literalBytes(alternatives: readonly (readonly GlobToken[])[]): number {
  let least = 400;
  for (const tokens of alternatives) {
    let bytes = 0;
    for (let i = 0; i < tokens.length; i++) if (tokens[i]?.kind === 'byte') bytes += 1;
    least = Math.min(least, bytes);
  }
  return least;
}
