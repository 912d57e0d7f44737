import { join } from 'node:path';
import { LEDGER_FILES, LIMITS } from '@rein/ledger';
import { Command } from 'commander';
import { wholeFile } from '../../audit/files.js';
import { locateRecord } from '../../audit/locate.js';
import { out } from '../../terminal/streams.js';

export function define(name: string): Command {
  return new Command(name)
    .summary('print the signed checkpoint, to be kept elsewhere')
    .description(
      'Print the signed checkpoint of a record. Keep it somewhere else: a record that was set back or written anew later does not continue it.',
    )
    .argument('[RUN]', 'the run, or `control`', 'last')
    .addHelpText(
      'after',
      `
Examples:
  $ rein audit checkpoint last > kept
  $ rein audit verify last --kept kept`,
    )
    .action(checkpoint);
}

async function checkpoint(name: string): Promise<void> {
  const { folder } = locateRecord(name);
  out(await wholeFile(join(folder, LEDGER_FILES.checkpoint), LIMITS.noteBytes));
}
