/** Sections that say what rows ask and do: rows, literals, index. */
import { ACTIONS, NEGATED, ROW_FLAGS, TABLES } from '@rein/contract';
import type { Atoms } from './atom.js';
import type { Numbering } from './numbering.js';
import { listedUnder, type Operand, type Row } from './row.js';
import { SectionWriter } from './section.js';

export function rowSections(rows: readonly Row[], numbering: Numbering): readonly SectionWriter[] {
  const literals = new SectionWriter(
    'literals',
    rows.reduce((sum, row) => sum + row.literals.size, 0),
  );
  const section = new SectionWriter('rows', rows.length);
  let first = 0;
  for (const row of rows) {
    const flags = (row.assume ? ROW_FLAGS.assume : 0) | (row.object ? ROW_FLAGS.object : 0);
    section.u16(row.ops).u8(ACTIONS.indexOf(row.action)).u8(flags).u16(row.literals.size);
    section.u16(operandNumber(row.operand, numbering)).u32(first).u32(row.owner);
    for (const [atom, wanted] of row.literals) {
      literals.u16(numbering.of(atom) | (wanted ? 0 : NEGATED));
    }
    first += row.literals.size;
  }
  return [section, literals];
}

function operandNumber(operand: Operand, numbering: Numbering): number {
  switch (operand.kind) {
    case 'number':
      return operand.value;
    case 'label':
      return numbering.labels.indexOf(operand.label);
    case 'lineage':
      return numbering.lineages.indexOf(operand.atom);
    default:
      return operand satisfies never;
  }
}

export function indexSections(
  rows: readonly Row[],
  numbering: Numbering,
  atoms: Atoms,
): readonly SectionWriter[] {
  const listed = new Map<number, number[]>();
  let entries = 0;
  for (const [number, row] of rows.entries()) {
    for (const atom of listedUnder(row, atoms)) {
      const place = TABLES.indexOf(row.table) * numbering.atoms + numbering.of(atom);
      const there = listed.get(place);
      if (there === undefined) listed.set(place, [number]);
      else there.push(number);
      entries += 1;
    }
  }
  const index = new SectionWriter('index', TABLES.length * numbering.atoms);
  const indexRows = new SectionWriter('index_rows', entries);
  let off = 0;
  for (let place = 0; place < index.count; place++) {
    const there = listed.get(place) ?? [];
    index.span({ off, len: there.length });
    for (const number of there) indexRows.u32(number);
    off += there.length;
  }
  return [index, indexRows];
}
