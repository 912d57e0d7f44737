import { Command } from 'commander';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { EXIT } from '../exit-codes.js';
import { cliFault } from '../fault.js';
import type { GuardView } from '../record/guard-view.js';
import { readRecord } from '../record/read.js';
import { lastRefusals, type Refusal } from '../record/refusals.js';
import { actionOf, type DecisionView } from '../record/view.js';
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

type Line = readonly [label: string, text: string];

function words(refusal: Refusal, colors: Colors): string {
  const { kind, view, times, next } = refusal;
  const { head, lines } = kind === 'guard' ? guardWords(view, colors) : ruleWords(view, colors);
  const again = times > 1 ? colors.dim(` (${count(times, 'time')})`) : '';
  const last = next.map((text): Line => ['next', text]);
  return [
    `${head}${again}`,
    ...[...lines, ...last].map(([label, text]) => `  ${colors.dim(label.padEnd(6))} ${text}`),
  ].join('\n');
}

interface Words {
  readonly head: string;
  readonly lines: readonly Line[];
}

function ruleWords(view: DecisionView, colors: Colors): Words {
  const { verb, words: what } = actionOf(view);
  const place = view.clause.line > 0 ? colors.dim(` (line ${view.clause.line})`) : '';
  return {
    head: `${effectPaint(colors, view.effect)(view.outcome ?? '')} ${colors.dim(verb)} ${colors.bold(commandLine(what))}`,
    lines: [
      ['rule', `${view.rule}${place}`],
      ...(view.running.length === 0 ? [] : [['runs', commandLine(view.running)] satisfies Line]),
      ...whyAndWho(view, colors),
      ...view.staleBy.map((stale): Line => ['stale', `since ${stale.op} ${stale.target}`]),
    ],
  };
}

function guardWords(view: GuardView, colors: Colors): Words {
  return {
    head: `${effectPaint(colors, 'block')('refused')} ${colors.dim('call')} ${colors.bold(view.call)}`,
    lines: [['guard', view.guard], ...whyAndWho(view, colors)],
  };
}

function whyAndWho({ reason, exe, pid }: GuardView | DecisionView, { dim }: Colors): Line[] {
  const lines: Line[] = [];
  if (reason !== '') lines.push(['why', reason]);
  if (exe !== '') lines.push(['who', `${exe} ${dim(`(pid ${pid})`)}`]);
  return lines;
}

function jsonOf({ kind, view, times, next }: Refusal): object {
  const time = new Date(view.timeMs).toISOString();
  const { pid, exe, cwd } = view;
  if (kind === 'guard') {
    const { guard, call, reason } = view;
    return { guard, outcome: 'blocked', times, call, pid, exe, cwd, reason, next, time };
  }
  const { rule, effect, outcome, op, target, argv, running, reason, staleBy, clause } = view;
  return {
    ...{ rule, effect, outcome, times, op, target, argv, pid, exe, cwd, reason },
    ...(running.length === 0 ? {} : { running }),
    ...{ stale_by: staleBy, clause, next, time },
  };
}
