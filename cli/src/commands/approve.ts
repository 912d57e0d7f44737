import { shown } from '@rein/enforce';
import { Command } from 'commander';
import { withDaemonOptions } from '../daemon/where.js';
import { cliFault } from '../fault.js';
import { type DecisionOptions, decide } from '../holds/decide.js';
import { openGate } from '../holds/open-gate.js';
import { proposeRule } from '../holds/propose-rule.js';
import { out, say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { shortRun } from '../terminal/words.js';

interface Options extends DecisionOptions {
  readonly gate?: string;
  readonly once?: true;
  readonly forRun?: true;
  readonly proposeRule?: true;
}

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description(
      'Let what waits for a person through, once: exactly this, as it was asked. With --gate, open what a policy calls `after approval "CLASS"` for a run.',
    )
    .argument('[ID]', 'id of what waits, as `rein approvals` lists it')
    .option('--reason <TEXT>', 'why, for the agent and the record')
    .option('--once', 'this time (this is usual)')
    .option('--for-run', 'and whenever this run asks for exactly the same: actions of agents only')
    .option('--propose-rule', 'this time, and print a rule that would let it pass without asking')
    .option('--run <RUN>', 'the run: needed with --gate, or when the id is not enough')
    .option('--gate <CLASS>', 'open the approval gates of this class')
    .addHelpText(
      'after',
      `
Examples:
  $ rein approve k3xqa --reason 'looked at the diff'
  $ rein approve k3xqa --propose-rule
  $ rein approve --gate deploy --run last`,
    )
    .action(approve);
}

async function approve(id: string | undefined, options: Options): Promise<void> {
  const { gate, once, forRun } = options;
  if (gate !== undefined) return openRunGate(id, gate, options);
  if (id === undefined)
    throw missing(
      'ID',
      'give the id of what waits, as `rein approvals` lists it, or `--gate CLASS --run RUN`',
    );
  if (once === true && forRun === true) {
    throw cliFault('exclusive-options', { one: '--once', other: '--for-run' });
  }
  const held = await decide(
    id,
    { approve: true, scope: forRun === true ? 'run' : 'once' },
    options,
  );
  if (options.proposeRule !== true) return;
  const rule = proposeRule(held);
  say(colorsFor('stderr').dim('for the policy, if it should not be asked again:\n'));
  out(rule);
}

async function openRunGate(
  id: string | undefined,
  gate: string,
  { run, reason, ...daemon }: Options,
): Promise<void> {
  if (id !== undefined) throw cliFault('exclusive-options', { one: 'ID', other: '--gate' });
  if (run === undefined) throw missing('--run', 'name the run whose gate it is, or `last`');
  const opened = await openGate(run, gate, reason, daemon);
  const { green } = colorsFor('stderr');
  say(`${green('approved')} ${shown(gate)} for run ${shortRun(opened)}\n`);
}

function missing(option: string, expected: string): Error {
  return cliFault('missing-option', { option, expected });
}
