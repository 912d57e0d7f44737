import { holdNumber } from '@rein/enforce';
import { actionOf, type DecisionView, disguiseOf } from '../record/view.js';
import { pad, squeeze, widthOf, wrap } from '../terminal/columns.js';
import { type Colors, effectPaint, outcomePaint, type Paint } from '../terminal/style.js';
import { commandLine, count, duration, offset } from '../terminal/words.js';
import { drawLanes, LANES_WIDTH } from './lanes.js';
import type { DecisionRow, FactRow, Row } from './rows.js';

export interface Frame {
  readonly colors: Colors;
  /** Columns of the terminal; Infinity when there is none. */
  readonly width: number;
  /** Start of the run. */
  readonly zeroMs: number;
}

/** Columns: the offset, the lanes, what became of it, then the rule. */
const OFFSET_WIDTH = 11;
const OUTCOME_WIDTH = 9;
const INDENT = OFFSET_WIDTH + 2 + LANES_WIDTH + 1 + OUTCOME_WIDTH + 2;
const RULE_WIDTH_MAX = 28;
const RUNNING_WIDTH = 32;
/** A text is not squeezed below this: then rather the terminal wraps the line. */
const TEXT_WIDTH_MIN = 24;

/** The lines of a timeline. */
export function renderRows(rows: readonly Row[], frame: Frame): string[] {
  const rules = rows.flatMap((row) => (row.kind === 'decision' ? [widthOf(row.view.rule)] : []));
  const ruleWidth = Math.min(RULE_WIDTH_MAX, Math.max(0, ...rules));
  const waiting = new Set<string>();
  const explained = new Set<string>();
  return rows.flatMap((row) => {
    if (row.kind === 'fact') return [factLine(row, frame, waiting.size > 0)];
    const hold = row.view.hold?.id;
    if (hold !== undefined && row.view.kind === 'match') waiting.delete(hold);
    const lines = decisionLines(row, frame, ruleWidth, waiting.size > 0, explained);
    if (hold !== undefined && row.view.kind === 'hold') waiting.add(hold);
    return lines;
  });
}

function factLine(row: FactRow, frame: Frame, waiting: boolean): string {
  const { colors, width } = frame;
  const paint = { plain: colors.dim, good: colors.green, bad: colors.red }[row.tone];
  const text = squeeze(row.text, Math.max(TEXT_WIDTH_MIN, width - INDENT));
  const lanes = drawLanes(colors, undefined, waiting);
  return `${head(row.timeMs, frame, lanes, colors.dim(row.topic))}${paint(text)}`.trimEnd();
}

function decisionLines(
  row: DecisionRow,
  frame: Frame,
  ruleWidth: number,
  waiting: boolean,
  explained: Set<string>,
): string[] {
  const { colors, width } = frame;
  const { view } = row;
  const room = Math.max(TEXT_WIDTH_MIN, width - INDENT - ruleWidth - 2);
  const { verb, words } = actionOf(view);
  const leftBeside = (text: string): number =>
    room - verb.length - 1 - (text === '' ? 0 : text.length + 2);
  const whole = [...detailsOf(row), processOf(view)].filter((part) => part !== '').join(', ');
  // Which process it was is the first to go where it is narrow.
  const details = leftBeside(whole) < TEXT_WIDTH_MIN ? detailsOf(row).join(', ') : whole;
  const left = leftBeside(details);
  const what = squeeze(commandLine(words), Math.max(TEXT_WIDTH_MIN, left));
  const rule = effectPaint(colors, view.effect)(pad(squeeze(view.rule, ruleWidth), ruleWidth));
  const lanes = drawLanes(colors, view.effect, waiting);
  const line = `${head(view.timeMs, frame, lanes, outcomeText(row, colors))}${rule}  ${colors.dim(verb)} ${what}`;
  const lines = [details === '' ? line : `${line}  ${colors.dim(details)}`];

  const margin = ' '.repeat(OFFSET_WIDTH + 2);
  const blank = ' '.repeat(OUTCOME_WIDTH + 2 + ruleWidth + 2);
  const below = (text: string, paint: Paint): void => {
    const drawn = drawLanes(colors, undefined, waiting);
    for (const part of wrap(text, room)) {
      lines.push(`${margin}${drawn} ${blank}${paint(squeeze(part, room))}`);
    }
  };
  for (const { rule: other, effect } of row.also) below(`also ${effect} by ${other}`, colors.dim);
  for (const { op, target } of view.staleBy) below(`stale since ${op} ${target}`, colors.yellow);
  if (view.hold?.reason) below(`“${view.hold.reason}”`, colors.cyan);
  // The reason is the same each time: once is enough to learn it.
  if (view.reason !== '' && !explained.has(view.rule)) {
    explained.add(view.rule);
    below(view.reason, colors.dim);
  }
  return lines;
}

function outcomeText({ view }: DecisionRow, colors: Colors): string {
  if (view.outcome === undefined) return colors.yellow('held');
  return outcomePaint(colors, view.outcome)(view.outcome);
}

/** What is to be known beside: the id to answer under, who answered and when, how often. */
function detailsOf({ view, heldMs, times, lastMs }: DecisionRow): string[] {
  const disguise = disguiseOf(view);
  return [
    ...(disguise === '' ? [] : [`runs ${disguise}`]),
    ...(view.running.length === 0
      ? []
      : [`runs ${squeeze(commandLine(view.running), RUNNING_WIDTH)}`]),
    ...(view.outcome === undefined && isTyped(view.hold?.id) ? [`as ${view.hold?.id}`] : []),
    ...(view.hold?.by ? [`by ${view.hold.by}`] : []),
    ...(heldMs === undefined ? [] : [`after ${duration(heldMs)}`]),
    ...(times > 1 ? [`${count(times, 'time')} in ${duration(lastMs - view.timeMs)}`] : []),
  ];
}

/** The process that did it, by the name of its program; empty for what the daemon did. */
function processOf({ exe, pid }: DecisionView): string {
  return exe === '' ? '' : `in ${exe.slice(exe.lastIndexOf('/') + 1)} ${pid}`;
}

/** Whether an id is one that the engine gave a hold: actions wait under the id of their request. */
function isTyped(id: string | undefined): boolean {
  return id !== undefined && holdNumber(id) !== undefined;
}

function head(timeMs: number, { colors, zeroMs }: Frame, lanes: string, outcome: string): string {
  const at = colors.dim(pad(offset(timeMs - zeroMs), OFFSET_WIDTH));
  return `${at}  ${lanes} ${pad(outcome, OUTCOME_WIDTH)}  `;
}
