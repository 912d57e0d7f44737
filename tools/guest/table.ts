import type { Row } from './matrix.js';

function cell(rows: readonly Row[]): string {
  if (rows.length === 0) return '-';
  const of = (result: Row['result']): number => rows.filter((row) => row.result === result).length;
  const parts = [
    ...(of('pass') > 0 ? [`ok ${of('pass')}`] : []),
    ...(of('not held') > 0 ? [`not held ${of('not held')}`] : []),
    ...(of('fail') > 0 ? [`FAILED ${of('fail')}`] : []),
  ];
  return parts.join(', ');
}

/** The result as tier × scenario: one line a scenario, one column a guest. */
export function renderTable(rows: readonly Row[]): string {
  const legs = [...new Set(rows.map(({ kernel, tier }) => `${kernel} ${tier}`))];
  const ids = [...new Set(rows.map(({ id }) => id))];
  const cells = ids.map((id) =>
    legs.map((leg) =>
      cell(rows.filter((row) => row.id === id && `${row.kernel} ${row.tier}` === leg)),
    ),
  );
  const headWidth = Math.max(6, ...ids.map((id) => id.length + 2));
  const width = 2 + Math.max(0, ...[legs, ...cells].flat().map((text) => text.length));
  const line = (head: string, texts: readonly string[]): string =>
    `${head.padEnd(headWidth)}${texts.map((text) => text.padEnd(width)).join('')}`.trimEnd();
  const body = ids.map((id, index) => line(id, cells[index] ?? []));
  return `${[line('', legs), ...body].join('\n')}\n${notHeld(rows)}`;
}

/** What was not held, once for each tier, with the sentence that `rein doctor` says. */
function notHeld(rows: readonly Row[]): string {
  const lines = rows
    .filter(({ result }) => result === 'not held')
    .map(({ tier, id, half, why }) => `  ${tier}: ${id} ${half}: ${why}`);
  return lines.length === 0 ? '' : `\nnot held\n${[...new Set(lines)].join('\n')}\n`;
}
