/** The gates that a clause waits for: open, they would make it pass. */
import type { Row } from './row.js';

/** Rows of each of the clauses. */
export function rowsByClause(rows: readonly Row[], clauses: number): readonly (readonly Row[])[] {
  const lists: Row[][] = Array.from({ length: clauses }, () => []);
  for (const row of rows) if (row.table === 'rules') lists[row.owner]?.push(row);
  return lists;
}

/** Numbers of gates that some row of the clause needs to be closed, ascending. */
export function gatesOf(rows: readonly Row[]): readonly number[] {
  const gates = new Set<number>();
  for (const { literals } of rows) {
    for (const [atom, wanted] of literals) {
      if (atom.kind === 'gate' && !wanted) gates.add(atom.gate);
    }
  }
  return [...gates].sort((a, b) => a - b);
}
