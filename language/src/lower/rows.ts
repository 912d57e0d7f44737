/** All rows of a program but those of its gates. */
import { LIMITS } from '@rein/contract';
import { lowerProblems } from '../diagnostics/codes/lower.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Atom } from './atom.js';
import { clauseRows } from './clause-rows.js';
import type { Context } from './context.js';
import { labelRows, lineageRows } from './flow-rows.js';
import { inOrder, type KeptBits, nameOf } from './keep-bits.js';
import { usedAtoms } from './numbering.js';
import type { Row } from './row.js';
import { standingRows } from './standing-rows.js';

export interface ProgramRows {
  readonly rows: readonly Row[];
  /** Labels that flow and that some condition sees, in the program's order. */
  readonly live: readonly string[];
  /** By number. */
  readonly lineages: readonly Atom[];
  readonly bits: KeptBits;
  readonly problems: readonly Diagnostic[];
}

/**
 * Rows of clauses, then of what those look at: labels that nobody asks for have none. `kept` are
 * the bits of the policy whose place this one takes.
 */
export function programRows(context: Context, kept?: KeptBits): ProgramRows {
  const { program } = context;
  const problems: Diagnostic[] = [];
  const clauses = program.rules.flatMap((rule) => rule.clauses);
  const rules = clauses.flatMap((clause, index) => {
    const rows = clauseRows(clause, index, context);
    if (rows === null) problems.push(lowerProblems.tooManyAlternatives(clause.span));
    else if (rows.some(({ literals }) => literals.size > LIMITS.literals)) {
      problems.push(lowerProblems.tooManyLiterals(clause.span));
    }
    return rows ?? [];
  });
  const seen = usedAtoms(rules);
  const asked = new Set(seen.flatMap((atom) => (atom.kind === 'label' ? [atom.label] : [])));
  const byName = new Map(
    seen.flatMap((atom) => (atom.kind === 'lineage' ? [[nameOf(atom, context), atom]] : [])),
  );
  const names = inOrder([...byName.keys()], kept?.lineages);
  const lineages = names.flatMap((name) => byName.get(name) ?? []);
  const live = program.labels.filter((label) => asked.has(label));
  const flow = [...labelRows(context, asked), ...lineageRows(lineages, context)];
  const standing = standingRows(rules, context, kept?.standing);
  const bits = { lineages: names, standing: standing.names };
  return { rows: [...flow, ...rules, ...standing.rows], live, lineages, bits, problems };
}
