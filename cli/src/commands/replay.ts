import { shown } from '@rein/enforce';
import { Command } from 'commander';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { EXIT } from '../exit-codes.js';
import { type RecordedRun, readRecord } from '../record/read.js';
import { timeOf } from '../record/view.js';
import { foreign } from '../terminal/foreign.js';
import { out, say } from '../terminal/streams.js';
import { type Colors, colorsFor } from '../terminal/style.js';
import { outputWidth } from '../terminal/width.js';
import { commandLine, duration, shortRun } from '../terminal/words.js';
import { legend } from '../timeline/lanes.js';
import { renderRows } from '../timeline/render.js';
import { rowsOf } from '../timeline/rows.js';

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description('Show what happened in a run, in order: what was decided, by which rule, and why.')
    .argument('[RUN]', 'id of the run, a piece of it, or `last`', 'last')
    .option('--json', 'the entries of the record as they are, one JSON object per line')
    .addHelpText(
      'after',
      `
Examples:
  $ rein replay last
  $ rein replay 4F2K7Q --json | jq -r 'select(.kind == "match") | .rule'`,
    )
    .action(replay);
}

interface Options extends DaemonOptions {
  readonly json?: true;
}

async function replay(name: string, options: Options): Promise<void> {
  const { json } = options;
  const run = await readRecord(name, options);
  out(
    json === true ? run.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('') : draw(run),
  );
  if (run.damage === undefined) return;
  say(`${colorsFor('stderr').red('the record is damaged')}: ${run.damage}\n`);
  process.exitCode = EXIT.no;
}

/** The whole picture of a run. */
function draw(run: RecordedRun): string {
  const colors = colorsFor('stdout');
  const first = run.entries[0];
  const zeroMs = first === undefined ? 0 : timeOf(first);
  const lines = renderRows(rowsOf(run.entries, run.approvers), {
    colors,
    width: outputWidth(),
    zeroMs,
  });
  return `${[...headLines(run, colors), '', ...lines].join('\n')}\n`;
}

function headLines({ run, file, entries }: RecordedRun, colors: Colors): string[] {
  const first = entries[0];
  const command =
    file === undefined
      ? foreign(String(first?.agent ?? ''))
      : commandLine(file.command.map((word) => shown(word)));
  const last = entries.at(-1);
  const took = first && last ? duration(timeOf(last) - timeOf(first)) : '';
  const facts = [
    file && `in ${shown(file.cwd)}`,
    file && `policy ${shown(file.policy)}`,
    file && `${file.tier} tier`,
    first && `${first.time.replace('T', ' ').slice(0, 19)} UTC`,
    took,
    file?.code !== undefined && `exit code ${file.code}`,
  ].filter((fact) => typeof fact === 'string' && fact !== '');
  return [
    `${colors.bold(`run ${shortRun(run)}`)}  ${command}`,
    colors.dim(facts.join(' · ')),
    legend(colors),
  ];
}
