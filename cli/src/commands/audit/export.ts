import { POLICY_COPY } from '@rein/enforce';
import { exportBundle, loadTrustedKeys } from '@rein/ledger';
import { Command } from 'commander';
import { writeWhole } from '../../audit/files.js';
import { locateRecord } from '../../audit/locate.js';
import { mirror } from '../../audit/mirror.js';
import { cliFault } from '../../fault.js';
import { out, say } from '../../terminal/streams.js';
import { colorsFor } from '../../terminal/style.js';
import { count, shortRun } from '../../terminal/words.js';

interface Options {
  readonly out?: string;
  readonly force?: true;
  readonly objectDir?: string;
}

export function define(name: string): Command {
  return new Command(name)
    .summary('make a bundle that verifies anywhere')
    .description(
      'Make one file of a record that verifies anywhere: its entries, the signed checkpoint, the keys that signed it, and the policy. The same record gives the same file.',
    )
    .argument('[RUN]', 'the run', 'last')
    .option('-o, --out <FILE>', 'where to write it; standard output if not given')
    .option('--force', 'replace a file that is there')
    .option('--object-dir <FOLDER>', 'mirror it there under the hash of its bytes, and say which')
    .addHelpText(
      'after',
      `
Of a run that is still being written, what is signed so far is exported.

Examples:
  $ rein audit export last -o run.bundle
  $ rein audit export last --object-dir mirror
  $ rein audit keys --json > keys.json && rein audit verify run.bundle --key keys.json`,
    )
    .action(exportRun);
}

async function exportRun(name: string, options: Options): Promise<void> {
  const { out: path, force, objectDir } = options;
  if (path !== undefined && objectDir !== undefined) {
    throw cliFault('exclusive-options', { one: '--out', other: '--object-dir' });
  }
  const { state, run, folder } = locateRecord(name);
  const keys = await loadTrustedKeys(state);
  const made = await exportBundle(folder, { run, keys, policyFile: POLICY_COPY });
  if (objectDir === undefined) await writeWhole({ path, force: force === true }, made.chunks());
  else out(`${await mirror(objectDir, run, made)}\n`);
  const { yellow, green } = colorsFor('stderr');
  const entries = count(made.entries, 'entry', 'entries');
  say(
    `${green('exported')} ${entries} of ${shortRun(run)}${path === undefined ? '' : ` to ${path}`}\n`,
  );
  if (made.unsigned > 0) {
    say(
      `${yellow('note')}: ${count(made.unsigned, 'entry', 'entries')} not signed yet are left out\n`,
    );
  }
  if (made.policy === 'unvouched') {
    say(`${yellow('note')}: the policy is left out: no signed entry has its digest\n`);
  }
}
