import { shown } from '@rein/enforce';
import { type FsckReport, fsck, loadTrustedKeys } from '@rein/ledger';
import { Command } from 'commander';
import { locateRecord } from '../../audit/locate.js';
import { EXIT } from '../../exit-codes.js';
import { out } from '../../terminal/streams.js';
import { colorsFor } from '../../terminal/style.js';
import { count, shortRun } from '../../terminal/words.js';

export function define(name: string): Command {
  return new Command(name)
    .summary('list everything that is wrong with a record')
    .description(
      'Derive a record anew from its bytes and list everything that is wrong with it, not only the first. Nothing is repaired: a damaged record is evidence.',
    )
    .argument('[RUN]', 'the run, or `control`', 'last')
    .option('--json', 'the report as JSON')
    .addHelpText(
      'after',
      `
Exit code 0 when nothing is wrong, 1 when something is.

Examples:
  $ rein audit fsck last
  $ rein audit fsck 4F2K7Q --json | jq '.problems[].seq'`,
    )
    .action(check);
}

async function check(name: string, { json }: { readonly json?: true }): Promise<void> {
  const { state, run, folder } = locateRecord(name);
  const report = await fsck(folder, { run, keys: await loadTrustedKeys(state) });
  out(json === true ? `${JSON.stringify(report)}\n` : words(run, report));
  if (!report.ok) process.exitCode = EXIT.no;
}

function words(run: string, report: FsckReport): string {
  const { green, red, yellow, dim } = colorsFor('stdout');
  const { problems, more, entries, sealed, writer, tornFiles } = report;
  const firstBad = problems.find(({ seq }) => seq !== undefined)?.seq;
  const found = count(problems.length + more, 'problem');
  const at = firstBad === undefined ? '' : `, the first at entry ${firstBad}`;
  const verdict = report.ok ? green('ok') : red('damaged');
  const state = `${count(entries, 'entry', 'entries')}, ${sealed ? 'sealed' : 'not sealed'}`;
  return [
    `${verdict} ${run === 'control' ? run : `run ${shortRun(run)}`}: ${state}${report.ok ? '' : `; ${found}${at}`}`,
    ...problems.flatMap(({ id, message, help }) => [
      `  ${message} ${dim(`[${id}]`)}`,
      `    ${dim(help)}`,
    ]),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(writer === 'alive'
      ? [`  ${yellow('note')}: its writer is at work; what is not finished counts as a problem`]
      : []),
    ...tornFiles.map((file) => `  ${dim(`${shown(file)}: an unfinished entry, set aside`)}`),
    ...(report.ok ? [] : [`  ${dim('nothing was changed')}`]),
    '',
  ].join('\n');
}
