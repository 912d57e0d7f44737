import { Command, Option } from 'commander';
import { withDaemonOptions } from '../daemon/where.js';
import { createAgent, listAgents, removeAgent, showAgent, updateAgent } from './agent/actions.js';

const mode = () =>
  new Option('--mode <MODE>', 'how much of its capabilities the engine enforces').choices([
    'observe',
    'guard',
    'strict',
  ]);

export function define(name: string): Command {
  const sub = (verb: string, says: string) =>
    withDaemonOptions(new Command(verb)).description(says);
  return new Command(name)
    .description('Agents of the daemon: a workspace and a policy under a name.')
    .addCommand(
      sub('create', 'Make an agent.')
        .argument('<ID>', 'what to call it: a-z, 0-9, `_`, `.` and `-`')
        .requiredOption('--workspace <FOLDER>', 'where it works')
        .requiredOption('--policy <FILE>', 'its policy; it is read now and kept')
        .addOption(mode())
        .option('--description <TEXT>', 'for listings')
        .option('--json', 'one JSON object')
        .action(createAgent),
    )
    .addCommand(
      sub('list', 'All agents.').option('--json', 'one JSON object per line').action(listAgents),
    )
    .addCommand(
      sub('show', 'One agent.')
        .argument('<ID>')
        .option('--json', 'one JSON object')
        .action(showAgent),
    )
    .addCommand(
      sub('update', 'Change an agent. Runs under way keep the policy that they began with.')
        .argument('<ID>')
        .option('--workspace <FOLDER>', 'where it works')
        .option('--policy <FILE>', 'read its policy anew, from this file')
        .option('--reload', 'read its policy anew, from the file that it has')
        .addOption(mode())
        .option('--description <TEXT>', 'for listings')
        .option('--json', 'one JSON object')
        .action(updateAgent),
    )
    .addCommand(
      sub('rm', 'Delete an agent and end its tokens. Its runs stay on record.')
        .argument('<ID>')
        .action(removeAgent),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ rein agent create researcher --workspace . --policy rein.yaml
  $ rein agent list
  $ rein agent update researcher --reload`,
    );
}
