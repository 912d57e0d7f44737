/** Limits of the image that only the whole program can be over. */
import { LIMITS } from '@rein/contract';
import { lowerProblems } from '../diagnostics/codes/lower.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Span } from '../program.js';
import type { Atom } from './atom.js';
import type { Context } from './context.js';
import type { ExitSlot } from './gate-rows.js';
import type { Numbering } from './numbering.js';
import type { Row } from './row.js';

/** For what no one place of the policy is to blame for. */
export const NOWHERE: Span = { start: 0, end: 0 };

/** The first limit that is passed, or null. `check` has counted labels, gates and clauses before. */
export function faultOf(
  context: Context,
  rows: readonly Row[],
  numbering: Numbering,
  exits: readonly ExitSlot[],
): Diagnostic | null {
  const closed = context.gates.find(({ closers }) =>
    closers.some(({ kind }) => kind === 'approval'),
  );
  if (closed !== undefined) {
    const gate = context.gates.indexOf(closed);
    return lowerProblems.closedByApproval(
      placeOf(context, rows, (atom) => atom.kind === 'gate' && atom.gate === gate),
      { gate: closed.text },
    );
  }
  if (rows.length > LIMITS.rows) {
    return lowerProblems.tooManyRows(NOWHERE, { max: LIMITS.rows, found: rows.length });
  }
  const standing = numbering.standing.length;
  if (standing > LIMITS.standing) {
    const place = placeOf(context, rows, ({ kind }) => kind === 'label');
    return lowerProblems.tooManyStanding(place, { max: LIMITS.standing, found: standing });
  }
  const counts = [
    [numbering.atoms, LIMITS.atoms],
    [numbering.labels.length, LIMITS.labels],
    [context.gates.length, LIMITS.gates],
    [numbering.lineages.length, LIMITS.lineages],
    [exits.length, LIMITS.exits],
  ] as const;
  const over = counts.find(([found, max]) => found > max);
  if (over === undefined) return null;
  return lowerProblems.tooManyAtoms(NOWHERE, { max: over[1], found: over[0] });
}

/** Where the policy asks for such an atom: the first clause with it. */
export function placeOf(
  { program }: Context,
  rows: readonly Row[],
  wanted: (atom: Atom) => boolean,
): Span {
  const row = rows.find(
    ({ table, literals }) => table === 'rules' && [...literals.keys()].some(wanted),
  );
  const clauses = program.rules.flatMap((rule) => rule.clauses);
  return row === undefined ? NOWHERE : (clauses[row.owner]?.span ?? NOWHERE);
}
