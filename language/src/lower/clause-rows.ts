/** Clauses to rows: target and arguments, and one row for each way in which the condition holds. */
import { LIMITS, opBit, opMask, strength } from '@rein/contract';
import { literalDirectory } from '../glob/resolve.js';
import type { Clause, Condition, PathPattern } from '../program.js';
import type { Atom } from './atom.js';
import type { Context } from './context.js';
import { alternativesOf, merged } from './dnf.js';
import { and, type Formula, holds, not, or, TRUE } from './formula.js';
import { type Literals, number, type Row } from './row.js';
import { targetAtoms } from './targets.js';

/** Operations that a move of a directory does to what lies in it. */
export const MOVE_OPS = opBit('write') | opBit('unlink');

/** Rows of a clause; null when its condition has too many alternatives. */
export function clauseRows(clause: Clause, index: number, context: Context): readonly Row[] | null {
  const { atoms } = context;
  const alternatives = alternativesOf(conditionOf(clause, context), LIMITS.rowsPerClause);
  if (alternatives === null) return null;
  const row = (ops: number, literals: Literals): Row => ({
    table: 'rules',
    ops,
    action: 'rule',
    operand: number(strength(clause.effect)),
    literals,
    assume: true,
    object: false,
    owner: index,
  });
  const mask = opMask(clause.operation);
  const named = all(targetAtoms(clause.target, atoms));
  const rows = alternatives.flatMap((literals) => merged(named, literals) ?? []);
  const moves = mask & MOVE_OPS;
  const isMoved =
    clause.target.kind === 'path' && moves !== 0 && isAnchored(clause.target, context);
  if (!isMoved || clause.target.kind !== 'path') return rows.map((literals) => row(mask, literals));
  const moved = all([atoms.of({ kind: 'tree', glob: clause.target.glob })]);
  const trees = alternatives.flatMap((literals) => merged(moved, literals) ?? []);
  return [...rows.map((literals) => row(mask, literals)), ...trees.map((one) => row(moves, one))];
}

/** Atoms that must all hold. */
export function all(atoms: readonly Atom[]): Literals {
  return new Map(atoms.map((atom) => [atom, true]));
}

/** Whether what the pattern names lies below a known directory, so that a move of that moves it. */
export function isAnchored({ glob }: PathPattern, { resolve }: Context): boolean {
  return resolve(glob).some((tokens) => literalDirectory(tokens) !== null);
}

/** Everything that a clause asks beside its target: arguments, `if` and not `unless`. */
function conditionOf({ args, when, unless }: Clause, context: Context): Formula {
  const { atoms } = context;
  return and(
    ...args.map(({ glob }) => holds(atoms.of({ kind: 'arg', glob }))),
    formulaOf(when, context),
    unless === null ? TRUE : not(formulaOf(unless, context)),
  );
}

function formulaOf(condition: Condition, context: Context): Formula {
  const { atoms, facts } = context;
  switch (condition.kind) {
    case 'true':
      return TRUE;
    case 'label':
      return facts.label(condition.label);
    case 'target':
      return and(...targetAtoms(condition.pattern, atoms).map(holds));
    case 'arg':
      return holds(atoms.of({ kind: 'arg', glob: condition.pattern.glob }));
    case 'lineage':
      return holds(atoms.of({ kind: 'lineage', path: condition.path }));
    case 'after':
      return holds(atoms.of({ kind: 'gate', gate: condition.gate }));
    case 'not':
      return not(formulaOf(condition.of, context));
    case 'and':
      return and(formulaOf(condition.left, context), formulaOf(condition.right, context));
    case 'or':
      return or(formulaOf(condition.left, context), formulaOf(condition.right, context));
    default:
      return condition satisfies never;
  }
}
