/** A formula as alternatives, each a set of literals: the rows of a clause. */
import type { Atom } from './atom.js';
import type { Formula } from './formula.js';
import type { Literals } from './row.js';

/** How far past the limit a formula may swell before its alternatives are seen to coincide. */
const SWELL = 16;

/** Alternatives of which one must hold; null when there are more than `max`. */
export function alternativesOf(formula: Formula, max: number): readonly Literals[] | null {
  const alternatives = expand(formula, true, max * SWELL);
  return alternatives === null || alternatives.length > max ? null : alternatives;
}

function expand(formula: Formula, wanted: boolean, max: number): readonly Literals[] | null {
  switch (formula.kind) {
    case 'constant':
      return formula.value === wanted ? [new Map()] : [];
    case 'atom':
      return [new Map([[formula.atom, wanted]])];
    case 'not':
      return expand(formula.of, !wanted, max);
    case 'and':
    case 'or':
      return combine(formula.of, (formula.kind === 'and') === wanted, wanted, max);
    default:
      return formula satisfies never;
  }
}

function combine(
  of: readonly Formula[],
  together: boolean,
  wanted: boolean,
  max: number,
): readonly Literals[] | null {
  let result: readonly Literals[] = together ? [new Map()] : [];
  for (const one of of) {
    const next = expand(one, wanted, max);
    if (next === null) return null;
    const size = together ? result.length * next.length : result.length + next.length;
    if (size > max) return null;
    result = absorb(together ? products(result, next) : [...result, ...next]);
  }
  return result;
}

function products(left: readonly Literals[], right: readonly Literals[]): readonly Literals[] {
  return left.flatMap((a) => right.flatMap((b) => merged(a, b) ?? []));
}

/** Both sets of literals, or null when no event can meet them together. */
export function merged(a: Literals, b: Literals): Literals | null {
  const both = new Map<Atom, boolean>(a);
  for (const [atom, wanted] of b) {
    const other = both.get(atom);
    if (other !== undefined && other !== wanted) return null;
    both.set(atom, wanted);
  }
  return both;
}

/** Leaves out what another alternative already says with fewer literals. */
function absorb(alternatives: readonly Literals[]): readonly Literals[] {
  const kept: Literals[] = [];
  for (const one of alternatives) {
    if (kept.some((other) => implies(one, other))) continue;
    const rest = kept.filter((other) => !implies(other, one));
    kept.length = 0;
    kept.push(...rest, one);
  }
  return kept;
}

/** Whether `general` holds whenever `special` does: it asks for a part of the same. */
function implies(special: Literals, general: Literals): boolean {
  if (general.size > special.size) return false;
  for (const [atom, wanted] of general) if (special.get(atom) !== wanted) return false;
  return true;
}
