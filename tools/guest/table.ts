import type { Row } from './matrix.js';

function cell(rows: readonly Row[]): string {
  const failed = rows.filter(({ result }) => result === 'fail').length;
  if (rows.length === 0) return '-';
  return failed === 0 ? `ok ${rows.length}` : `${failed} of ${rows.length} FAILED`;
}

/** The result as tier × scenario: one line a scenario, one column a guest. */
export function renderTable(rows: readonly Row[]): string {
  const legs = [...new Set(rows.map(({ kernel, tier }) => `${kernel} ${tier}`))];
  const ids = [...new Set(rows.map(({ id }) => id))];
  const headWidth = Math.max(6, ...ids.map((id) => id.length + 2));
  const width = Math.max(16, ...legs.map((leg) => leg.length + 2));
  const line = (head: string, cells: readonly string[]): string =>
    `${head.padEnd(headWidth)}${cells.map((text) => text.padEnd(width)).join('')}`.trimEnd();
  const body = ids.map((id) =>
    line(
      id,
      legs.map((leg) =>
        cell(rows.filter((row) => row.id === id && `${row.kernel} ${row.tier}` === leg)),
      ),
    ),
  );
  return `${[line('', legs), ...body].join('\n')}\n`;
}
