import type { Held } from '../holds/held.js';
import { isOverdue } from '../holds/held.js';
import { clockOf } from '../holds/render.js';
import type { Colors, Paint } from '../terminal/style.js';
import { ago } from '../terminal/when.js';
import { commandLine, count, shortRun } from '../terminal/words.js';
import { fit, tail } from './cells.js';
import { detailOf } from './detail.js';
import { listed, type Mode, type State, selectedOf } from './state.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Rows of the list, of what is left beside head and foot, when something is looked at below it. */
const LIST_SHARE = 0.4;
const FRAME_ROWS = 3;

const HELP = [
  ['↑ ↓ or k j', 'move'],
  ['Enter', 'look at one thing alone, and back'],
  ['PgDn PgUp', 'scroll what is looked at (also Space and b)'],
  ['a', 'approve, once: exactly this'],
  ['A', 'approve for the rest of the run (actions of agents)'],
  ['d', 'deny; the agent is told the reason'],
  ['/', 'filter by any word; Esc shows all again'],
  ['q', 'leave; whatever waits goes on waiting'],
] as const;

/** The whole screen: `rows` lines of exactly `columns` columns. */
export function drawScreen(state: State, size: Size, nowMs: number, colors: Colors): string[] {
  const { columns, rows } = size;
  const body = rows - FRAME_ROWS;
  const lines = [headLine(state, columns, nowMs, colors), rule(columns, colors)];
  const middle = middleOf(state, { columns, rows: body }, nowMs, colors).slice(0, body);
  while (middle.length < body) middle.push(fit('', columns));
  return [...lines, ...middle, footLine(state, columns, colors)].slice(0, rows);
}

/** Lines that a page of the detail has. */
export function pageOf(state: State, { rows }: Size): number {
  const body = rows - FRAME_ROWS;
  return Math.max(1, state.mode.kind === 'open' ? body - 1 : body - listRows(state, body) - 2);
}

function middleOf(state: State, size: Size, nowMs: number, colors: Colors): string[] {
  const { columns, rows } = size;
  if (state.mode.kind === 'help') {
    return HELP.map(([key, does]) => `  ${colors.bold(fit(key, 14))}${fit(does, columns - 16)}`);
  }
  const held = selectedOf(state);
  const isOpen =
    state.mode.kind === 'open' || (state.mode.kind === 'decide' && state.mode.from === 'open');
  if (held !== undefined && isOpen) return detail(state, held, size, nowMs, colors);
  const shown = listed(state);
  if (shown.length === 0) {
    const text =
      state.held.length === 0 ? 'nothing waits for a person' : 'nothing that the filter shows';
    return [fit('', columns), colors.dim(fit(`  ${text}`, columns))];
  }
  const height = listRows(state, rows);
  const list = listLines(state, shown, { columns, rows: height }, nowMs, colors);
  if (held === undefined) return list;
  const rest = { columns, rows: rows - list.length - 1 };
  return [...list, rule(columns, colors), ...detail(state, held, rest, nowMs, colors)];
}

function listRows(state: State, rows: number): number {
  return Math.max(1, Math.min(listed(state).length, Math.floor(rows * LIST_SHARE)));
}

function listLines(
  state: State,
  shown: readonly Held[],
  { columns, rows }: Size,
  nowMs: number,
  colors: Colors,
): string[] {
  const found = shown.findIndex(({ key }) => key === state.selected);
  const at = found < 0 ? Math.min(state.place, shown.length - 1) : found;
  const first = Math.max(0, Math.min(at - Math.floor(rows / 2), shown.length - rows));
  return shown.slice(first, first + rows).map((held) => {
    const isSelected = held.key === state.selected;
    const line = rowOf(held, columns, nowMs);
    if (isSelected) return colors.inverse(line);
    return isOverdue(held, nowMs) ? colors.red(line) : line;
  });
}

/** `k3xqa  exec git push origin main      researcher 4F2K7Q   12 s  58 s`, what is asked for the widest. */
function rowOf(held: Held, columns: number, nowMs: number): string {
  const who = `${held.agent ?? 'here'} ${shortRun(held.run)}`;
  const left = Math.max(0, held.expiresMs - nowMs);
  const late = isOverdue(held, nowMs) ? '! ' : '  ';
  const right =
    columns >= 60
      ? ` ${fit(who, Math.min(24, Math.floor(columns / 4)))} ${ago(held.sinceMs, nowMs).padStart(6)} ${ago(nowMs - left, nowMs).padStart(7)} left`
      : ` ${ago(nowMs - left, nowMs).padStart(7)} left`;
  const what = `${held.verb} ${commandLine(held.words)}`;
  const fixed = 2 + 8 + right.length;
  return `${late}${fit(held.id, 8)}${fit(what, Math.max(8, columns - fixed))}${right}`.slice(
    0,
    Math.max(columns, 18),
  );
}

function detail(state: State, held: Held, { columns, rows }: Size, nowMs: number, colors: Colors) {
  const lines = detailOf(held, state.backgrounds.get(held.key), {
    ...{ width: columns, colors },
    clock: clockOf(held, { colors, width: columns, nowMs }),
  });
  const last = Math.max(0, lines.length - rows);
  const from = Math.min(state.scroll, last);
  const below = lines.length - rows - from;
  const visible = lines.slice(from, from + rows);
  if (below > 0 && rows > 1) {
    const more = `  … ${count(below + 1, 'more line')}: PgDn`;
    visible.splice(rows - 1, 1, colors.dim(fit(more, columns)));
  }
  return visible;
}

function headLine(state: State, columns: number, nowMs: number, colors: Colors): string {
  const { held, filter, who, lost, mode } = state;
  const overdue = held.filter((one) => isOverdue(one, nowMs)).length;
  const parts = [
    held.length === 0 ? 'nothing waits' : `${held.length} waiting`,
    ...(overdue > 0 ? [`${overdue} overdue`] : []),
    ...(filter === '' || mode.kind === 'filter'
      ? []
      : [`${listed(state).length} match “${filter}”`]),
    ...(lost === undefined ? [] : [lost]),
  ];
  const left = ` rein approvals · ${parts.join(' · ')}`;
  const right = columns > left.length + who.length + 2 ? `${who} ` : '';
  const paint: Paint = overdue > 0 || lost !== undefined ? colors.yellow : (text) => text;
  return colors.bold(paint(`${fit(left, columns - right.length)}${right}`));
}

function rule(columns: number, { dim }: Colors): string {
  return dim('─'.repeat(columns));
}

function footLine(state: State, columns: number, colors: Colors): string {
  const { mode, message } = state;
  const typed = promptOf(mode, state);
  if (mode.kind === 'gone') {
    const what = state.lost === undefined ? 'is decided, expired or gone' : 'cannot be seen now';
    const text = ` what you were deciding about ${what} · ⏎ goes on`;
    return colors.yellow(fit(text, columns));
  }
  if (typed !== undefined) {
    const room = Math.max(1, columns - typed.prompt.length - 2);
    const line = ` ${typed.prompt}${tail(typed.text, room)}▏`;
    return colors.bold(fit(line, columns));
  }
  if (message.text !== '') {
    const paint = { good: colors.green, bad: colors.red, plain: colors.dim }[message.tone];
    return paint(fit(` ${message.text}`, columns));
  }
  const keys =
    '↑↓ move · ⏎ open · a approve · A for the run · d deny · / filter · ? help · q leave';
  return colors.dim(fit(` ${keys}`, columns));
}

function promptOf(mode: Mode, state: State) {
  if (mode.kind === 'filter') return { prompt: 'filter: ', text: mode.text };
  if (mode.kind !== 'decide') return undefined;
  const held = state.held.find(({ key }) => key === mode.key);
  return { prompt: `${mode.verb} ${held?.id ?? ''}? ⏎ yes, Esc no · reason: `, text: mode.text };
}
