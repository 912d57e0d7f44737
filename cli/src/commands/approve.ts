import { join } from 'node:path';
import { approveClass, CONTROL_SOCKET, findRun, openStateDirectory, shown } from '@rein/enforce';
import { Command } from 'commander';
import { cliFault } from '../fault.js';
import { accept, type DecisionOptions, decide } from '../holds/decide.js';
import { say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { shortRun } from '../terminal/words.js';

interface Options extends DecisionOptions {
  readonly gate?: string;
}

export function define(name: string): Command {
  return new Command(name)
    .description(
      'Let one waiting operation through, once: exactly this operation, as it was asked. With --gate, open what a policy calls `after approval "CLASS"` for a run.',
    )
    .argument('[ID]', 'id of the hold, as `rein approvals` lists it')
    .option('--reason <TEXT>', 'why, for the agent and the record')
    .option('--run <RUN>', 'the run: needed with --gate, or when the id is not enough')
    .option('--gate <CLASS>', 'open the approval gates of this class')
    .addHelpText(
      'after',
      `
Examples:
  $ rein approve k3xqa --reason 'looked at the diff'
  $ rein approve --gate deploy --run last`,
    )
    .action(approve);
}

async function approve(id: string | undefined, options: Options): Promise<void> {
  const { gate, run, reason = '' } = options;
  if (gate === undefined) {
    if (id === undefined) throw missing('ID', 'the id of a hold, or `--gate CLASS --run RUN`');
    await decide(id, true, options);
    return;
  }
  if (id !== undefined) throw cliFault('exclusive-options', { one: 'ID', other: '--gate' });
  if (run === undefined) throw missing('--run', 'the run whose gate it is, or `last`');
  const found = findRun(openStateDirectory(), run);
  accept(await approveClass(join(found.folder, CONTROL_SOCKET), gate, reason));
  const { green } = colorsFor('stderr');
  say(`${green('approved')} ${shown(gate)} for run ${shortRun(found.run)}\n`);
}

function missing(option: string, expected: string): Error {
  return cliFault('bad-option', { option, value: '', expected });
}
