import { shown } from '@rein/enforce';
import { Command } from 'commander';
import { daemonOf } from '../daemon/client.js';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { table } from '../terminal/columns.js';
import { out } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description('Say who your token belongs to, and what it may do.')
    .option('--json', 'one JSON object')
    .addHelpText('after', '\nExamples:\n  $ rein whoami\n  $ rein whoami --json | jq -r .subject')
    .action(whoami);
}

async function whoami(options: DaemonOptions & { readonly json?: true }): Promise<void> {
  const found = await daemonOf(options).identity.whoami();
  if (options.json === true) {
    out(`${JSON.stringify(found)}\n`);
    return;
  }
  const { bold, dim } = colorsFor('stdout');
  const { subject, standing, agent_id, permissions } = found;
  const bound = agent_id === undefined ? '' : `, for agent ${shown(agent_id)} only`;
  const rows = permissions
    .filter(({ reach }) => reach !== 'none')
    .map(({ permission, reach }) => [`  ${permission}`, dim(reach)]);
  out(`${bold(shown(subject))} ${dim(`(${standing}${bound})`)}\n${table(rows)}`);
}
