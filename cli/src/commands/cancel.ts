import { Command } from 'commander';
import { statusWords } from '../attached/attach.js';
import { isOver } from '../attached/exit-code.js';
import { daemonOf } from '../daemon/client.js';
import { requireDaemonRun } from '../daemon/find-run.js';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { out, say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { shortRun } from '../terminal/words.js';

interface Options extends DaemonOptions {
  readonly reason?: string;
  readonly json?: true;
}

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description(
      'End a run of an agent with all its processes, also those that left its tree. Again is no fault. A run that you started with `rein run -- CMD` ends with Ctrl-C.',
    )
    .argument('<RUN>', 'id of the run, a piece of it, or `last`')
    .option('--reason <TEXT>', 'why, for the record')
    .option('--json', 'the run as one JSON object')
    .addHelpText('after', '\nExample:\n  $ rein cancel 4F2K7Q --reason "wrong branch"')
    .action(cancel);
}

async function cancel(name: string, options: Options): Promise<void> {
  const daemon = daemonOf(options);
  const before = await requireDaemonRun(daemon, name);
  const run = await daemon.cancelRun(before.run_id, options.reason);
  if (options.json === true) out(`${JSON.stringify(run)}\n`);
  const { red, dim } = colorsFor('stderr');
  const id = shortRun(run.run_id);
  if (isOver(before)) say(`run ${id} was over: ${dim(statusWords(run.status))}\n`);
  else say(`${red(statusWords(run.status))} run ${id} of ${run.agent_id}\n`);
}
