import { shown } from '@rein/enforce';
import { Command } from 'commander';
import { withDaemonOptions } from '../../daemon/where.js';
import { type SwapOptions, swapRun } from '../../policy/swap-run.js';
import { say } from '../../terminal/streams.js';
import { colorsFor } from '../../terminal/style.js';
import { shortRun } from '../../terminal/words.js';

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .summary('put a live run under another policy')
    .description(
      'Put a live run under the policy in a file, without a moment under none: each operation is decided by the one or the other. What processes and files carry stays, and so do open gates. The kernel tiers can.',
    )
    .argument('<RUN>', 'id of the run, a piece of it, or `last`')
    .argument('<FILE>', 'the policy')
    .option('--reason <TEXT>', 'why, for the record')
    .addHelpText(
      'after',
      '\nExample:\n  $ rein policy swap last stricter.yaml --reason "it asked for too much"',
    )
    .action(swap);
}

async function swap(name: string, file: string, options: SwapOptions): Promise<void> {
  const run = await swapRun(name, file, options);
  const { green, dim } = colorsFor('stderr');
  say(`${green('swapped')} run ${shortRun(run)} is under ${shown(file)}\n`);
  say(`  ${dim(`rein replay ${shortRun(run)}`)}\n`);
}
