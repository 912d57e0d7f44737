import { actionOf } from '../record/view.js';
import { squeeze, widthOf } from '../terminal/columns.js';
import { type Colors, effectPaint, outcomePaint } from '../terminal/style.js';
import { commandLine, count } from '../terminal/words.js';
import type { Flow, Reading } from './flows.js';
import { fromHere } from './from-here.js';
import { MARKS } from './lanes.js';

/** What flows are drawn with. */
export interface FlowFrame {
  readonly colors: Colors;
  /** Columns of the terminal; Infinity when there is none. */
  readonly width: number;
  /** Folder that names are shown from. */
  readonly cwd: string;
}

const SURE = '──▶';
const INFERRED = '┄┄▶';
const NAME_CHARS_MAX = 48;

/** The lines of a picture of all flows: from the source of a label to what was refused for it. */
export function drawFlows(flows: readonly Flow[], frame: FlowFrame): string[] {
  if (flows.length === 0) return [];
  const { colors } = frame;
  const inferred = flows.some(({ origins }) => origins.length > 0);
  const legend = inferred
    ? colors.dim(`${INFERRED} written on by some process that carried it`)
    : '';
  const head = `${colors.bold('flows')}  ${legend}`.trimEnd();
  return [head, ...flows.flatMap((flow) => linesOf(flow, frame))];
}

function linesOf(flow: Flow, frame: FlowFrame): string[] {
  const { colors, width } = frame;
  const label = `  ${colors.cyan(flow.label)}  `;
  const indent = ' '.repeat(widthOf(label));
  const [first = '', ...rest] = linksOf(flow, frame);
  const lines: string[] = [];
  let line = `${label}${first}`;
  for (const link of rest) {
    if (widthOf(`${line} ${link}`) > width) {
      lines.push(line);
      line = `${indent}${link}`;
    } else {
      line = `${line} ${link}`;
    }
  }
  return [...lines, line];
}

/** The chain in pieces that are not broken: where from, through whom, what was refused. */
function linksOf({ origins, reading, sink, times }: Flow, frame: FlowFrame): string[] {
  const { colors } = frame;
  const [origin] = origins;
  const more = origins.length > 1 ? colors.dim(` (or ${origins.length - 1} more)`) : '';
  const from =
    origin === undefined ? [] : [`${name(origin, frame)}${more}`, `${SURE} pid ${origin.pid}`];
  const mark = from.length > 0 ? `${INFERRED} ` : '';
  const through = reading === undefined ? ['?'] : [`${mark}${name(reading, frame)}`];
  const parent =
    reading === undefined || reading.pid === sink.pid ? [] : [`${SURE} pid ${reading.pid}`];
  const program = sink.exe.slice(sink.exe.lastIndexOf('/') + 1);
  const { verb, words } = actionOf(sink);
  const what = squeeze(commandLine(words.map((word) => fromHere(word, frame.cwd))), NAME_CHARS_MAX);
  const outcome =
    sink.outcome === undefined ? '' : outcomePaint(colors, sink.outcome)(sink.outcome);
  const again = times > 1 ? colors.dim(`, ${count(times, 'time')}`) : '';
  return [
    ...from,
    ...through,
    ...parent,
    `${SURE} ${program} ${colors.dim(`(pid ${sink.pid})`)}`,
    `${SURE} ${verb} ${colors.bold(what)}`,
    `${effectPaint(colors, sink.effect)(MARKS[sink.effect])} ${outcome} by ${sink.rule}${again}`,
  ];
}

function name({ target }: Reading, { cwd }: FlowFrame): string {
  return squeeze(fromHere(target, cwd), NAME_CHARS_MAX);
}
