import { type Counters, OUTCOMES } from '@rein/contract';
import { STRONGEST_FIRST } from '@rein/govern';
import type { Loss } from '../record/recorder.js';
import type { RuleTally, Tally } from '../record/tally.js';
import { table } from '../terminal/columns.js';
import { type Colors, effectPaint } from '../terminal/style.js';
import { count, duration, shortRun } from '../terminal/words.js';

export interface Ending {
  readonly run: string;
  /** Exit code of the command; undefined when it never ended before the engine did. */
  readonly code: number | undefined;
  readonly tookMs: number;
  readonly tally: Tally;
  readonly loss: Loss;
  readonly counters?: Counters;
}

/** What a person reads on stderr when a run is over. One line when nothing happened. */
export function renderSummary(ending: Ending, colors: Colors): string {
  const { run, code, tookMs, tally } = ending;
  const { dim, bold } = colors;
  const how = code === undefined ? 'without an exit code' : `exit code ${code}`;
  const head = `${bold('rein')} run ${shortRun(run)} ${dim(`· ${how} · ${duration(tookMs)}`)}`;
  const rows = ruleRows(tally, colors);
  const guards = [...tally.guards].map(([guard, times]) => [
    colors.red('guard'),
    guard,
    `${times} refused`,
  ]);
  const lines = [...rows, ...guards];
  if (lines.length === 0) return `${head} ${dim('· nothing matched')}\n${warnings(ending, colors)}`;
  const body = table(lines).replace(/^(?=.)/gm, '  ');
  const hint = dim(`  rein replay ${shortRun(run)}`);
  return `${head}\n${body}${warnings(ending, colors)}${hint}\n`;
}

function ruleRows({ rules }: Tally, colors: Colors): string[][] {
  return [...rules.values()]
    .sort(
      (a, b) =>
        STRONGEST_FIRST.indexOf(a.effect) - STRONGEST_FIRST.indexOf(b.effect) ||
        a.rule.localeCompare(b.rule),
    )
    .map((row) => [effectPaint(colors, row.effect)(row.effect), row.rule, outcomesOf(row)]);
}

function outcomesOf({ outcomes }: RuleTally): string {
  return OUTCOMES.flatMap((outcome) => {
    const times = outcomes.get(outcome);
    return times === undefined ? [] : [`${times} ${outcome}`];
  }).join(', ');
}

/** What was not recorded or not said. Zero is not worth a line. */
function warnings({ loss, counters }: Ending, { yellow }: Colors): string {
  const { no_scratch = 0, no_policy = 0, path_unknown = 0, fork_refused = 0 } = counters ?? {};
  const refusals = no_scratch + no_policy + path_unknown + fork_refused;
  const roomless = counters?.no_label_room ?? 0;
  const lines = [
    loss.lines > 0 && `${count(loss.lines, 'line')} missing from the events file: ${loss.why}`,
    counters &&
      counters.events_lost > 0 &&
      `${count(counters.events_lost, 'event')} lost in the engine`,
    counters &&
      counters.labels_dropped > 0 &&
      `${count(counters.labels_dropped, 'label')} could not be kept: what they mark was treated as unmarked`,
    roomless > 0 &&
      `${count(roomless, 'operation')} refused because the run has labelled all that it may`,
    refusals > 0 &&
      `${count(refusals, 'operation')} refused because the engine could not look at ${refusals === 1 ? 'it' : 'them'}`,
  ];
  return lines
    .filter((line) => typeof line === 'string')
    .map((line) => `  ${yellow('warning')}: ${line}\n`)
    .join('');
}
