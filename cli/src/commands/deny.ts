import { Command } from 'commander';
import { withDaemonOptions } from '../daemon/where.js';
import { type DecisionOptions, decide } from '../holds/decide.js';

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description('Refuse what waits for a person. The agent is told the reason.')
    .argument('<ID>', 'id of what waits, as `rein approvals` lists it')
    .option('--reason <TEXT>', 'why, for the agent and the record')
    .option('--run <RUN>', 'the run it waits in, when the id is not enough')
    .addHelpText(
      'after',
      `
Example:
  $ rein deny k3xqa --reason 'push to a branch first'`,
    )
    .action(async (id: string, options: DecisionOptions) => {
      await decide(id, { approve: false, scope: 'once' }, options);
    });
}
