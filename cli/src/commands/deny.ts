import { Command } from 'commander';
import { type DecisionOptions, decide } from '../holds/decide.js';

export function define(name: string): Command {
  return new Command(name)
    .description('Refuse one waiting operation. The agent is told the reason.')
    .argument('<ID>', 'id of the hold, as `rein approvals` lists it')
    .option('--reason <TEXT>', 'why, for the agent and the record')
    .option('--run <RUN>', 'the run it waits in, when the id is not enough')
    .addHelpText(
      'after',
      `
Example:
  $ rein deny k3xqa --reason 'push to a branch first'`,
    )
    .action((id: string, options: DecisionOptions) => decide(id, false, options));
}
