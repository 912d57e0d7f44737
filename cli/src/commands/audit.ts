import { findRun, openStateDirectory } from '@rein/enforce';
import { type LedgerVerdict, loadTrustedKeys, verifyLedger } from '@rein/ledger';
import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { out } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { count, shortRun } from '../terminal/words.js';

export function define(name: string): Command {
  const audit = new Command(name).description('Verify the record of a run.');
  audit
    .command('verify')
    .description(
      'Check that nothing in the record of a run was changed, removed, added or cut off, and that it was signed here.',
    )
    .argument('[RUN]', 'id of the run, a piece of it, or `last`', 'last')
    .option('--json', 'the verdict as JSON')
    .addHelpText(
      'after',
      `
Exit code 0 when the record is whole, 1 when it is not; the first bad entry is named.

Examples:
  $ rein audit verify last
  $ rein audit verify 4F2K7Q --json | jq .ok`,
    )
    .action(verify);
  return audit;
}

async function verify(name: string, { json }: { readonly json?: true }): Promise<void> {
  const state = openStateDirectory();
  const { run, folder } = findRun(state, name);
  const keys = await loadTrustedKeys(state);
  const verdict = await verifyLedger(folder, { run, keys });
  out(json === true ? `${JSON.stringify({ run, ...verdict })}\n` : words(run, verdict));
  if (!verdict.ok) process.exitCode = EXIT.no;
}

function words(run: string, verdict: LedgerVerdict): string {
  const { green, red, dim, cyan } = colorsFor('stdout');
  if (!verdict.ok) {
    const { finding, sound } = verdict;
    return (
      `${red('broken')} run ${shortRun(run)}: ${finding.message} ${dim(`[${finding.id}]`)}\n` +
      `  ${count(sound, 'entry', 'entries')} before it are in order\n` +
      `  ${cyan('help')}: ${finding.help}\n`
    );
  }
  const signed = verdict.signed === undefined ? '' : `, ${verdict.signed} signed`;
  const state = verdict.live ? 'still being written' : verdict.sealed ? 'sealed' : 'not sealed';
  return (
    `${green('ok')} run ${shortRun(run)}: ${count(verdict.entries, 'entry', 'entries')}${signed}, ${state}\n` +
    `  ${dim(`root ${verdict.root}`)}\n`
  );
}
