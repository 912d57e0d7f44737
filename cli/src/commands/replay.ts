import type { Verdict } from '@rein/contract';
import { shown } from '@rein/enforce';
import { hostFacts } from '@rein/govern';
import { Command } from 'commander';
import { writeWhole } from '../audit/files.js';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { EXIT } from '../exit-codes.js';
import { cliFault } from '../fault.js';
import { programOf } from '../policy/assemble.js';
import { fileSource, loadPolicy } from '../policy/load.js';
import { commandOf, factsOf } from '../record/facts.js';
import { type RecordedRun, readRecord } from '../record/read.js';
import { sourcesOf } from '../record/sources.js';
import { timeOf } from '../record/view.js';
import { squeeze, wrap } from '../terminal/columns.js';
import { out, say } from '../terminal/streams.js';
import { type Colors, colorsFor, effectPaint } from '../terminal/style.js';
import { outputWidth } from '../terminal/width.js';
import { commandLine, count, offset, shortRun } from '../terminal/words.js';
import { drawFlows } from '../timeline/draw-flows.js';
import { flowsOf } from '../timeline/flows.js';
import { legend } from '../timeline/lanes.js';
import { renderRows } from '../timeline/render.js';
import { rowsOf } from '../timeline/rows.js';
import { simulate } from '../timeline/simulate.js';

/** Of a command this much is shown on however narrow a terminal. */
const COMMAND_CHARS_MIN = 40;
/** Under what was done, past the offset. */
const WHY_INDENT = 12;

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description('Show what happened in a run, in order: what was decided, by which rule, and why.')
    .argument('[RUN]', 'id of the run, a piece of it, or `last`', 'last')
    .option('--json', 'the entries of the record as they are, one JSON object per line')
    .option('--simulate <POLICY>', 'what another policy would have said of its decisions')
    .option('--html <FILE>', 'a page that stands alone, to keep or to hand on')
    .option('--force', 'replace a page that is there')
    .addHelpText(
      'after',
      `
Examples:
  $ rein replay last
  $ rein replay last --simulate stricter.yaml
  $ rein replay last --html run.html
  $ rein replay 4F2K7Q --json | jq -r 'select(.kind == "match") | .rule'`,
    )
    .action(replay);
}

interface Options extends DaemonOptions {
  readonly json?: true;
  readonly html?: string;
  readonly simulate?: string;
  readonly force?: true;
}

async function replay(name: string, options: Options): Promise<void> {
  const { json, html, force } = options;
  if (json === true && html !== undefined) {
    throw cliFault('exclusive-options', { one: '--json', other: '--html' });
  }
  if (options.simulate !== undefined && html !== undefined) {
    throw cliFault('exclusive-options', { one: '--simulate', other: '--html' });
  }
  const run = await readRecord(name, options);
  if (options.simulate !== undefined) {
    tellSimulated(run, options.simulate, json === true);
  } else if (json === true) {
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

/** What would have been decided otherwise; the record itself is left as it is. */
function tellSimulated(run: RecordedRun, policy: string, json: boolean): void {
  const source = fileSource(policy);
  const program = programOf(loadPolicy(source));
  const { changes, judged, left } = simulate(run.entries, {
    program,
    host: hostFacts(source.root),
  });
  if (json) {
    out(changes.map((change) => `${JSON.stringify(change)}\n`).join(''));
    return;
  }
  const colors = colorsFor('stdout');
  const zeroMs = run.entries[0] === undefined ? 0 : timeOf(run.entries[0]);
  const verdict = (effect: Verdict, rule: string): string =>
    effect === 'none' ? 'passes' : `${effectPaint(colors, effect)(effect)} by ${rule}`;
  const lines = changes.map(({ timeMs, verb, words, was, wasBy, is, isBy, reason }) => {
    const what = `${colors.dim(offset(timeMs - zeroMs))}  ${colors.dim(verb)} ${commandLine(words)}`;
    const why = reason === '' ? '' : `\n${' '.repeat(WHY_INDENT)}${colors.dim(reason)}`;
    return `${what}\n${' '.repeat(WHY_INDENT)}${verdict(was, wasBy)} → ${verdict(is, isBy)}${why}\n`;
  });
  out(lines.join(''));
  const of = `${count(judged, 'decision')} on record`;
  out(`${changes.length} of ${of} would change under ${shown(policy)}\n`);
  const notes = [
    ...(left > 0 ? [`${left} of capabilities or of rein itself were not judged again`] : []),
    'what no rule met in that run is not on record',
  ];
  say(colors.dim(`${notes.join('; ')}\n`));
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
