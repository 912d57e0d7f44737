import { findRun, openStateDirectory } from '@rein/enforce';
import { Command } from 'commander';
import { isOver } from '../attached/exit-code.js';
import { followRun, outputOf } from '../attached/follow.js';
import { daemonOf } from '../daemon/client.js';
import { requireDaemonRun } from '../daemon/find-run.js';
import { patient } from '../daemon/patient.js';
import { type DaemonOptions, whereIs, withDaemonOptions } from '../daemon/where.js';
import { cliFault } from '../fault.js';
import { isOfDaemon } from '../runs/run-here.js';
import { say } from '../terminal/streams.js';
import { shortRun } from '../terminal/words.js';

interface Options extends DaemonOptions {
  readonly follow?: true;
  readonly stdout?: true;
  readonly stderr?: true;
}

/** The run that is meant, if it was started here and no daemon has it. */
function ownRun(name: string, options: Options): string | undefined {
  if (whereIs(options).address.socket === undefined) return undefined;
  try {
    const found = findRun(openStateDirectory(), name);
    return isOfDaemon(found) ? undefined : found.run;
  } catch {
    // There is none of that name here, or several: the daemon may know which.
    return undefined;
  }
}

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description(
      'Show what the command of a run wrote, on the stream that it wrote to. A run that had a terminal wrote there, and nothing of it is kept. What was decided is in `rein replay`.',
    )
    .argument('[RUN]', 'id of the run, a piece of it, or `last`', 'last')
    .option('-f, --follow', 'go on until the run is over')
    .option('--stdout', 'only its standard output')
    .option('--stderr', 'only its standard error')
    .addHelpText('after', '\nExamples:\n  $ rein logs last\n  $ rein logs -f 4F2K7Q')
    .action(logs);
}

async function logs(name: string, options: Options): Promise<void> {
  const own = ownRun(name, options);
  if (own !== undefined) throw cliFault('not-kept', { run: shortRun(own) });
  const daemon = daemonOf(options);
  const run = await requireDaemonRun(daemon, name);
  const { run_id } = run;
  if (run.command !== undefined && !(await daemon.output(run_id, 'stdout', 0)).kept) {
    throw cliFault('not-kept', { run: shortRun(run_id) });
  }
  const wanted = (['stdout', 'stderr'] as const).filter((stream) => options[stream] === true);
  const streams = wanted.length === 0 ? (['stdout', 'stderr'] as const) : wanted;
  if (options.follow === true && !isOver(run)) {
    const client = patient(daemon, {
      onLost: () => say('reind does not answer; this waits for it\n'),
      onBack: () => undefined,
      signal: new AbortController().signal,
    });
    await followRun(client, run_id, { streams });
    return;
  }
  let isEmpty = true;
  for (const stream of streams) isEmpty = !(await outputOf(daemon, run_id, stream)()) && isEmpty;
  if (run.command === undefined) {
    say(
      `run ${shortRun(run_id)} has no command that could write; rein replay ${shortRun(run_id)}\n`,
    );
  } else if (isEmpty) say(`run ${shortRun(run_id)} wrote nothing\n`);
}
