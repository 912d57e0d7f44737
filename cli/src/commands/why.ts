import { Command } from 'commander';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { EXIT } from '../exit-codes.js';
import { cliFault } from '../fault.js';
import { readRecord } from '../record/read.js';
import { lastRefusals, type Refusal } from '../record/refusals.js';
import { actionOf } from '../record/view.js';
import { out, say } from '../terminal/streams.js';
import { type Colors, colorsFor, effectPaint } from '../terminal/style.js';
import { commandLine, count, shortRun } from '../terminal/words.js';

const SHOWN_DEFAULT = 5;

interface Options extends DaemonOptions {
  readonly json?: true;
  readonly last: string;
}

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description('Say what was refused last in a run, by which rule, and what would make it pass.')
    .argument('[RUN]', 'id of the run, a piece of it, or `last`', 'last')
    .option('-n, --last <N>', 'how many', String(SHOWN_DEFAULT))
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      `
Inside a run the run itself is meant.

Examples:
  $ rein why
  $ rein why 4F2K7Q -n 1`,
    )
    .action(why);
}

async function why(name: string, options: Options): Promise<void> {
  const { json, last } = options;
  const limit = Number(last);
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw cliFault('bad-option', { option: '--last', value: last, expected: 'a number from 1' });
  }
  const inside = process.env.REIN_RUN_ID;
  const record = await readRecord(name === 'last' && inside ? inside : name, options);
  const refusals = lastRefusals(record.entries, limit, record.approvers);
  if (json === true) {
    out(refusals.map((refusal) => `${JSON.stringify(jsonOf(refusal))}\n`).join(''));
  } else if (refusals.length === 0) {
    const where = record.damage === undefined ? 'in' : 'in what can be read of';
    say(`nothing was refused ${where} run ${shortRun(record.run)}\n`);
  } else {
    const colors = colorsFor('stdout');
    out(`${refusals.map((refusal) => words(refusal, colors)).join('\n\n')}\n`);
  }
  if (record.damage !== undefined) {
    say(`${colorsFor('stderr').red('the record is damaged')}: ${record.damage}\n`);
    process.exitCode = EXIT.no;
  }
}

function words({ view, times, next }: Refusal, colors: Colors): string {
  const { verb, words: what } = actionOf(view);
  const again = times > 1 ? colors.dim(` (${count(times, 'time')})`) : '';
  const line = (label: string, text: string): string => `  ${colors.dim(label.padEnd(6))} ${text}`;
  return [
    `${effectPaint(colors, view.effect)(view.outcome ?? '')} ${colors.dim(verb)} ${colors.bold(commandLine(what))}${again}`,
    line(
      'rule',
      `${view.rule}${view.clause.line > 0 ? colors.dim(` (line ${view.clause.line})`) : ''}`,
    ),
    ...(view.running.length === 0 ? [] : [line('runs', commandLine(view.running))]),
    ...(view.reason === '' ? [] : [line('why', view.reason)]),
    ...(view.exe === '' ? [] : [line('who', `${view.exe} ${colors.dim(`(pid ${view.pid})`)}`)]),
    ...view.staleBy.map((stale) => line('stale', `since ${stale.op} ${stale.target}`)),
    ...next.map((text) => line('next', text)),
  ].join('\n');
}

function jsonOf({ view, times, next }: Refusal): object {
  const {
    rule,
    effect,
    outcome,
    op,
    target,
    argv,
    running,
    pid,
    exe,
    cwd,
    reason,
    staleBy,
    clause,
  } = view;
  return {
    ...{ rule, effect, outcome, times, op, target, argv, pid, exe, cwd, reason },
    ...(running.length === 0 ? {} : { running }),
    ...{ stale_by: staleBy, clause, next, time: new Date(view.timeMs).toISOString() },
  };
}
