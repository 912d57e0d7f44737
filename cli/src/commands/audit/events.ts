import { listRuns, openStateDirectory, reasonOf } from '@rein/enforce';
import { type Entry, LedgerError, readLedger } from '@rein/ledger';
import { Command } from 'commander';
import { createFilter, type Filter, type FilterOptions } from '../../audit/filter.js';
import { locateRecord } from '../../audit/locate.js';
import { summaryOf } from '../../audit/summary.js';
import { EXIT } from '../../exit-codes.js';
import { squeeze } from '../../terminal/columns.js';
import { foreign } from '../../terminal/foreign.js';
import { out, say } from '../../terminal/streams.js';
import { type Colors, colorsFor } from '../../terminal/style.js';
import { outputWidth } from '../../terminal/width.js';
import { shortRun } from '../../terminal/words.js';

interface Options extends FilterOptions {
  readonly all?: true;
  readonly json?: true;
}

export function define(name: string): Command {
  return new Command(name)
    .summary('list entries of records')
    .description('List entries of records, oldest first; filters narrow each other.')
    .argument('[RUN]', 'the run, or `control`', 'last')
    .option('-a, --all', 'of all runs on this machine')
    .option('--kind <KIND>', 'match, hold, guard, action, end, …; another word lists all')
    .option('--rule <NAME>', 'of this rule')
    .option('--effect <EFFECT>', 'notify, ask, block or kill')
    .option('--outcome <OUTCOME>', 'allowed, blocked, killed, approved, denied, expired, abandoned')
    .option('--capability <NAME>', 'of this capability, as in fs.write')
    .option('--label <LABEL>', 'of a process that carried or gained it')
    .option('--path <GLOB>', 'about a path that this pattern names, as in a policy')
    .option('--text <TEXT>', 'in which this stands, anywhere')
    .option('--since <WHEN>', 'not older: a time, or how long ago, as in 10m, 2h, 7d')
    .option('--until <WHEN>', 'older')
    .option('--json', 'the entries as they are, one JSON object per line')
    .addHelpText(
      'after',
      `
Examples:
  $ rein audit events --kind match --effect block
  $ rein audit events --all --since 2h --path 'src/**'
  $ rein audit events 4F2K7Q --json | jq .kind`,
    )
    .action(events);
}

async function events(name: string, options: Options): Promise<void> {
  const { all, json } = options;
  const filter = createFilter(options, new Date());
  const records = all === true ? listRuns(openStateDirectory()).reverse() : [locateRecord(name)];
  const colors = colorsFor('stdout');
  const width = outputWidth();
  const show = (entry: Entry): string =>
    json === true
      ? `${JSON.stringify(entry)}\n`
      : lineOf(entry, { colors, width, withRun: all === true });
  let shown = 0;
  for (const { run, folder } of records) shown += await printRecord(run, folder, filter, show);
  if (shown === 0 && json !== true) say('no entry of the record is like that\n');
}

/**
 * How many entries were shown. A damaged record is shown as far as it is good, and does not keep others
 * from being shown.
 */
async function printRecord(
  run: string,
  folder: string,
  filter: Filter,
  show: (entry: Entry) => string,
): Promise<number> {
  let shown = 0;
  try {
    for await (const entry of readLedger(folder, run)) {
      if (!filter(entry)) continue;
      out(show(entry));
      shown++;
    }
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const { red } = colorsFor('stderr');
    say(`${red('damaged')} ${shortRun(run)}: ${reasonOf(error)}\n`);
    process.exitCode = EXIT.no;
  }
  return shown;
}

interface Look {
  readonly colors: Colors;
  readonly width: number;
  readonly withRun: boolean;
}

function lineOf(entry: Entry, { colors, width, withRun }: Look): string {
  const { seq, time, kind, run } = entry;
  const at = `${time.replace('T', ' ').slice(0, 23)}${withRun ? `  ${shortRun(run)}` : ''}  `;
  const what = `${String(seq).padStart(4)}  ${kind.padEnd(8)} `;
  const room = Math.max(24, width - at.length - what.length);
  return `${colors.dim(at)}${what}${squeeze(foreign(summaryOf(entry)), room)}\n`;
}
