import { shown } from '@rein/enforce';
import { Command } from 'commander';
import { writeWhole } from '../audit/files.js';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { EXIT } from '../exit-codes.js';
import { cliFault } from '../fault.js';
import { commandOf, factsOf } from '../record/facts.js';
import { type RecordedRun, readRecord } from '../record/read.js';
import { sourcesOf } from '../record/sources.js';
import { timeOf } from '../record/view.js';
import { squeeze, wrap } from '../terminal/columns.js';
import { out, say } from '../terminal/streams.js';
import { type Colors, colorsFor } from '../terminal/style.js';
import { outputWidth } from '../terminal/width.js';
import { shortRun } from '../terminal/words.js';
import { drawFlows } from '../timeline/draw-flows.js';
import { flowsOf } from '../timeline/flows.js';
import { legend } from '../timeline/lanes.js';
import { renderRows } from '../timeline/render.js';
import { rowsOf } from '../timeline/rows.js';

/** Of a command this much is shown on however narrow a terminal. */
const COMMAND_CHARS_MIN = 40;

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description('Show what happened in a run, in order: what was decided, by which rule, and why.')
    .argument('[RUN]', 'id of the run, a piece of it, or `last`', 'last')
    .option('--json', 'the entries of the record as they are, one JSON object per line')
    .option('--html <FILE>', 'a page that stands alone, to keep or to hand on')
    .option('--force', 'replace a page that is there')
    .addHelpText(
      'after',
      `
Examples:
  $ rein replay last
  $ rein replay last --html run.html
  $ rein replay 4F2K7Q --json | jq -r 'select(.kind == "match") | .rule'`,
    )
    .action(replay);
}

interface Options extends DaemonOptions {
  readonly json?: true;
  readonly html?: string;
  readonly force?: true;
}

async function replay(name: string, options: Options): Promise<void> {
  const { json, html, force } = options;
  if (json === true && html !== undefined) {
    throw cliFault('exclusive-options', { one: '--json', other: '--html' });
  }
  const run = await readRecord(name, options);
  if (json === true) {
    out(run.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  } else if (html === undefined) {
    out(draw(run));
  } else {
    const { pageOf } = await import('../page/page-of.js');
    await writeWhole({ path: html, force: force === true }, [Buffer.from(await pageOf(run))]);
    say(`${colorsFor('stderr').green('written')} ${shown(html)}\n`);
  }
  if (run.damage === undefined) return;
  say(`${colorsFor('stderr').red('the record is damaged')}: ${run.damage}\n`);
  process.exitCode = EXIT.no;
}

/** The whole picture of a run. */
function draw(run: RecordedRun): string {
  const colors = colorsFor('stdout');
  const width = outputWidth();
  const [first] = run.entries;
  const zeroMs = first === undefined ? 0 : timeOf(first);
  const rows = renderRows(rowsOf(run.entries, run.approvers), { colors, width, zeroMs });
  const cwd = run.file?.cwd ?? '';
  const flows = drawFlows(flowsOf(run.entries, sourcesOf(run)), { colors, width, cwd });
  const parts = [headLines(run, colors, width), rows, flows].filter((part) => part.length > 0);
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}

function headLines(run: RecordedRun, colors: Colors, width: number): string[] {
  const name = `run ${shortRun(run.run)}  `;
  return [
    `${colors.bold(name)}${squeeze(commandOf(run), Math.max(COMMAND_CHARS_MIN, width - name.length))}`,
    ...wrap(factsOf(run).join(' · '), width).map((line) => colors.dim(line)),
    legend(colors),
  ];
}
