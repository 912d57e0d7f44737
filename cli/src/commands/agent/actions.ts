import { resolve } from 'node:path';
import type { Agent } from '@rein/contract/api';
import { shown } from '@rein/enforce';
import { daemonOf } from '../../daemon/client.js';
import type { DaemonOptions } from '../../daemon/where.js';
import { cliFault } from '../../fault.js';
import { table } from '../../terminal/columns.js';
import { out, say } from '../../terminal/streams.js';
import { colorsFor } from '../../terminal/style.js';
import { moment } from '../../terminal/when.js';

interface Options extends DaemonOptions {
  readonly json?: true;
}

interface Described extends Options {
  readonly workspace?: string;
  readonly policy?: string;
  readonly mode?: Agent['mode'];
  readonly description?: string;
}

export async function createAgent(id: string, options: Described): Promise<void> {
  const { workspace = '.', policy = '', mode, description } = options;
  const agent = await daemonOf(options).agents.create({
    ...{ agent_id: id, workspace: resolve(workspace), policy: resolve(policy) },
    ...{ mode, description },
  });
  told(agent, options, 'made');
}

export async function updateAgent(
  id: string,
  options: Described & { readonly reload?: true },
): Promise<void> {
  const { workspace, mode, description, reload } = options;
  if (reload === true && options.policy !== undefined) {
    throw cliFault('exclusive-options', { one: '--reload', other: '--policy' });
  }
  const { agents } = daemonOf(options);
  const before = await agents.get(id);
  const policy = reload === true ? before.policy : options.policy;
  const change = {
    ...(workspace === undefined ? {} : { workspace: resolve(workspace) }),
    ...(policy === undefined ? {} : { policy: resolve(policy) }),
    ...(mode === undefined ? {} : { mode }),
    ...(description === undefined ? {} : { description }),
  };
  if (Object.keys(change).length === 0) {
    const option = '--workspace, --policy, --reload, --mode or --description';
    throw cliFault('missing-option', { option, expected: `say what to change of agent ${id}` });
  }
  told(await agents.update(id, before.version, change), options, 'changed');
}

export async function listAgents(options: Options): Promise<void> {
  const agents = await daemonOf(options).agents.list();
  if (options.json === true) {
    out(agents.map((agent) => `${JSON.stringify(agent)}\n`).join(''));
    return;
  }
  if (agents.length === 0) {
    say('no agents; `rein agent create NAME --workspace . --policy rein.yaml` makes one\n');
    return;
  }
  const { dim } = colorsFor('stdout');
  const head = ['agent', 'mode', 'workspace', 'policy', 'about'].map(dim);
  const rows = agents.map(({ agent_id, mode, workspace, policy, description = '' }) => [
    ...[agent_id, mode, shown(workspace), shown(policy), shown(description, 60)],
  ]);
  out(table([head, ...rows]));
}

export async function showAgent(id: string, options: Options): Promise<void> {
  const agent = await daemonOf(options).agents.get(id);
  if (options.json === true) {
    out(`${JSON.stringify(agent)}\n`);
    return;
  }
  const { bold, dim } = colorsFor('stdout');
  const rows = [
    ['mode', agent.mode],
    ['workspace', shown(agent.workspace)],
    ['policy', shown(agent.policy)],
    ['digest', agent.policy_digest],
    ...(agent.description === undefined ? [] : [['about', shown(agent.description)]]),
    ['made', `${moment(agent.created_at)} by ${shown(agent.created_by)}`],
    ['changed', `${moment(agent.updated_at)}, version ${agent.version}`],
  ].map(([label = '', text = '']) => [`  ${dim(label)}`, text]);
  out(`${bold(agent.agent_id)}\n${table(rows)}`);
}

export async function removeAgent(id: string, options: DaemonOptions): Promise<void> {
  const { agents } = daemonOf(options);
  await agents.remove(id, (await agents.get(id)).version);
  const { red, dim } = colorsFor('stderr');
  say(
    `${red('deleted')} agent ${shown(id)} ${dim('· its tokens ended, its runs stay on record')}\n`,
  );
}

function told(agent: Agent, { json }: Options, what: string): void {
  const { green, dim } = colorsFor('stderr');
  const { agent_id, mode, workspace } = agent;
  say(`${green(what)} agent ${agent_id} ${dim(`(${mode}) in`)} ${shown(workspace)}\n`);
  if (json === true) out(`${JSON.stringify(agent)}\n`);
}
