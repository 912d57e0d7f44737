import { disguiseOf } from '../record/view.js';
import { squeeze } from '../terminal/columns.js';
import type { Colors } from '../terminal/style.js';
import { commandLine, duration, shortRun } from '../terminal/words.js';
import { describe } from './decide.js';
import { ruleOf, type Waiting } from './waiting.js';

export interface Picture {
  readonly colors: Colors;
  readonly width: number;
  readonly nowMs: number;
}

/** With less than this left the clock turns red. */
const HURRY_MS = 15_000;

/** The queue: for each operation what it is, who asks, why a person is asked, how long it waits. */
export function renderQueue(queue: readonly Waiting[], { colors, width, nowMs }: Picture): string {
  const { bold, dim, yellow, red } = colors;
  const blocks = queue.map((waiting) => {
    const { hold, run } = waiting;
    const rule = ruleOf(waiting);
    const { verb, words } = describe(waiting);
    const leftMs = Date.parse(hold.expires) - nowMs;
    const clock = (leftMs < HURRY_MS ? red : yellow)(`${duration(Math.max(0, leftMs))} left`);
    const line = (label: string, text: string): string =>
      `    ${dim(label.padEnd(7))} ${squeeze(text, Math.max(20, width - 12))}`;
    const disguise = disguiseOf({ op: hold.op, target: hold.target, argv: hold.argv ?? [] });
    const labels = hold.labels.filter((label) => label !== 'AGENT' && label !== 'COMMAND');
    return [
      `${yellow('◆')} ${bold(hold.id)}  ${dim(verb)} ${bold(squeeze(commandLine(words), Math.max(20, width - 30)))}  ${clock}`,
      line('rule', rule.name),
      ...(rule.reason === '' ? [] : [line('why', rule.reason)]),
      ...(disguise === '' ? [] : [line('runs', disguise)]),
      line('where', hold.cwd),
      line('who', `${hold.exe} (pid ${hold.pid}) in run ${shortRun(run)}`),
      ...(labels.length === 0 ? [] : [line('carries', labels.join(', '))]),
    ].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}
