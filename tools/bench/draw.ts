/** The ratios as bars on a logarithmic scale, each with its goal as a mark. */
import type { Row } from './row.js';

const WIDTH = 860;
const LEFT = 330;
const LINE = 26;
const TOP = 46;
const MOST = 16;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Where a ratio lies: half of native at the left edge, MOST times at the right. */
const at = (ratio: number): number =>
  LEFT +
  (Math.log2(Math.min(Math.max(ratio, 0.5), MOST) / 0.5) / Math.log2(MOST / 0.5)) *
    (WIDTH - LEFT - 60);

/** First ratio that a goal names: `≤ 5 ×, …`. */
function goalOf(row: Row): number | undefined {
  const found = /≤ ([\d.]+) ×/.exec(row.goal)?.[1];
  return found === undefined ? undefined : Number(found);
}

function bar(row: Row & { ratio: number }, index: number): string {
  const y = TOP + index * LINE;
  const goal = goalOf(row);
  const met = goal === undefined || row.ratio <= goal;
  const from = Math.min(at(1), at(row.ratio));
  const width = Math.max(2, Math.abs(at(row.ratio) - at(1)));
  const rules = row.rules === 1 ? '1 rule' : `${row.rules} rules`;
  return [
    `<text x="${LEFT - 10}" y="${y + 13}" text-anchor="end">${escaped(row.name)} · ${rules}</text>`,
    `<rect x="${from}" y="${y + 3}" width="${width}" height="13" rx="2" class="${met ? 'met' : 'missed'}"/>`,
    goal === undefined
      ? ''
      : `<line x1="${at(goal)}" x2="${at(goal)}" y1="${y}" y2="${y + 19}" class="goal"/>`,
    `<text x="${Math.max(at(row.ratio), at(goal ?? 0)) + 7}" y="${y + 13}" class="number">${row.ratio.toFixed(2)} ×</text>`,
  ].join('');
}

/** An SVG page of the rows that have a ratio. */
export function draw(rows: readonly Row[]): string {
  const bars = rows.filter((row): row is Row & { ratio: number } => row.ratio !== null);
  const height = TOP + bars.length * LINE + 16;
  const grid = [0.5, 1, 2, 4, 8, 16].map(
    (ratio) =>
      `<line x1="${at(ratio)}" x2="${at(ratio)}" y1="30" y2="${height - 10}" class="${ratio === 1 ? 'native' : 'grid'}"/>` +
      `<text x="${at(ratio)}" y="22" text-anchor="middle" class="number">${ratio} ×</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="cost as a multiple of native">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.number { font-size: 12px; fill: #57606a }
.grid { stroke: #d0d7de } .native { stroke: #57606a } .goal { stroke: #24292f; stroke-width: 2; stroke-dasharray: 3 2 }
.met { fill: #2da44e } .missed { fill: #d4731c }
rect.page { fill: #fff }
</style>
<rect class="page" width="${WIDTH}" height="${height}"/>
${grid.join('\n')}
${bars.map(bar).join('\n')}
</svg>
`;
}
