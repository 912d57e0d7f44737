import { listRuns, openStateDirectory } from '@rein/enforce';
import { Command } from 'commander';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { type ListedRun, runHere } from '../runs/listed.js';
import { table } from '../terminal/columns.js';
import { commandCell } from '../terminal/foreign.js';
import { out, say } from '../terminal/streams.js';
import { type Colors, colorsFor } from '../terminal/style.js';
import { moment } from '../terminal/when.js';
import { outputWidth } from '../terminal/width.js';
import { shortRun } from '../terminal/words.js';

const LINES_DEFAULT = 20;

interface Options extends DaemonOptions {
  readonly all?: true;
  readonly json?: true;
}

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description(
      'List the runs on record, newest first: yours, and those of agents for whoever has a token.',
    )
    .option('-a, --all', `all of them, not the newest ${LINES_DEFAULT}`)
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      `
Examples:
  $ rein runs
  $ rein runs --json | jq -r 'select(.status == "running") | .run'`,
    )
    .action(runs);
}

async function runs(options: Options): Promise<void> {
  const { runsThere } = await import('../runs/there.js');
  const { runs: there, lost } = await runsThere(options);
  if (lost !== undefined) say(`${colorsFor('stderr').yellow('incomplete')}: ${lost}\n`);
  const here = listRuns(openStateDirectory()).filter(({ run }) => !there.has(run));
  const newestFirst = [...there.keys(), ...here.map(({ run }) => run)].sort().reverse();
  const folders = new Map(here.map(({ run, folder }) => [run, folder]));
  const wanted =
    options.all === true || options.json === true
      ? newestFirst
      : newestFirst.slice(0, LINES_DEFAULT);
  const rows = wanted.map((run) => there.get(run) ?? runHere(run, folders.get(run) ?? ''));
  if (options.json === true) {
    out(rows.map((row) => `${JSON.stringify(row.json)}\n`).join(''));
    return;
  }
  if (rows.length === 0) {
    say('no runs on record; `rein run -- COMMAND` makes one\n');
    return;
  }
  out(draw(rows));
  const more = newestFirst.length - rows.length;
  if (more > 0) say(colorsFor('stdout').dim(`and ${more} more; --all lists them\n`));
}

function draw(rows: readonly ListedRun[]): string {
  const colors = colorsFor('stdout');
  const hasAgents = rows.some(({ agent }) => agent !== undefined);
  const head = ['run', 'started', 'state', 'exit', ...(hasAgents ? ['agent'] : []), 'command'];
  const cells = rows.map((row) => [
    shortRun(row.run),
    row.startedMs === undefined ? '' : moment(row.startedMs),
    paintOf(colors, row.tone)(row.status),
    String(row.code ?? ''),
    ...(hasAgents ? [row.agent ?? colors.dim('(here)')] : []),
    row.command === undefined || row.command.length === 0
      ? colors.dim(row.command === undefined && row.agent === undefined ? '' : '(actions)')
      : commandCell(row.command),
  ]);
  return table([head.map(colors.dim), ...cells], { width: outputWidth() });
}

function paintOf(colors: Colors, tone: ListedRun['tone']): (text: string) => string {
  return { live: colors.green, odd: colors.yellow, bad: colors.red, over: colors.dim }[tone];
}
