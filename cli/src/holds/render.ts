import { squeeze } from '../terminal/columns.js';
import type { Colors } from '../terminal/style.js';
import { commandLine, duration, shortRun } from '../terminal/words.js';
import { type Held, isOverdue, tellingLabels } from './held.js';

export interface Picture {
  readonly colors: Colors;
  readonly width: number;
  readonly nowMs: number;
}

/** With less than this left the clock turns red. */
const HURRY_MS = 15_000;

/** The queue: for each operation what it is, who asks, why a person is asked, how long it waits. */
export function renderQueue(queue: readonly Held[], picture: Picture): string {
  const { colors, width } = picture;
  const { bold, dim, yellow } = colors;
  const blocks = queue.map((held) => {
    const line = (label: string, text: string): string =>
      `    ${dim(label.padEnd(7))} ${squeeze(text, Math.max(20, width - 12))}`;
    const what = squeeze(commandLine(held.words), Math.max(20, width - 30));
    return [
      `${yellow('◆')} ${bold(held.id)}  ${dim(held.verb)} ${bold(what)}  ${clockOf(held, picture)}`,
      ...factsOf(held).map(([label, text]) => line(label, text)),
    ].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

/** What a person looks at first, as labels and texts. */
export function factsOf(held: Held): [string, string][] {
  const { rule, why, disguise, cwd, exe, pid, run, agent, requestedBy, labels } = held;
  // What was held before its first program began has none yet.
  const program = exe === '' ? `pid ${pid}` : `${exe} (pid ${pid})`;
  const process = pid === undefined ? '' : `${program} in `;
  const whose = agent === undefined ? '' : ` of ${agent}`;
  const facts: [string, string][] = [
    ['rule', rule],
    ['why', why],
    ['runs', disguise],
    ['where', cwd],
    ['who', `${process}run ${shortRun(run)}${whose}`],
    ['asked', requestedBy === undefined ? '' : `by ${requestedBy}`],
    ['carries', tellingLabels(labels).join(', ')],
  ];
  return facts.filter(([, text]) => text !== '');
}

/** How long is left, and whether it is late. */
export function clockOf(held: Held, { colors, nowMs }: Picture): string {
  const leftMs = Math.max(0, held.expiresMs - nowMs);
  const left = (leftMs < HURRY_MS ? colors.red : colors.yellow)(`${duration(leftMs)} left`);
  return isOverdue(held, nowMs) ? `${colors.red('overdue')} ${left}` : left;
}
