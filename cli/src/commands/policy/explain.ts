import { type Evaluation, evaluationSchema } from '@rein/contract/api';
import type { Command } from 'commander';
import { capabilityOf, extraOf } from '../../actions/question.js';
import { daemonOf } from '../../daemon/client.js';
import { type DaemonOptions, withDaemonOptions } from '../../daemon/where.js';
import { cliFault } from '../../fault.js';
import { askFile, defineQuestion, type Question, tell } from './question.js';

interface Options extends Question, DaemonOptions {
  readonly agent?: string;
}

export function define(name: string): Command {
  return withDaemonOptions(defineQuestion(name))
    .summary('why the policy of an agent, or of a file, says so')
    .description(
      'Say what the policy of an agent, or of a file, says about one action, and which rules it is by. Nothing is done.',
    )
    .option('--agent <ID>', 'an agent of the daemon, instead of a file')
    .addHelpText(
      'after',
      `
Exit code 0 when it is allowed, 1 when it is not or a person is asked.

Example:
  $ rein policy explain --agent researcher --capability net.fetch --resource https://example.org/`,
    )
    .action(explain);
}

async function explain(asked: Options): Promise<void> {
  const { agent, policy } = asked;
  if (agent !== undefined && policy !== undefined) {
    throw cliFault('exclusive-options', { one: '--policy', other: '--agent' });
  }
  tell(agent === undefined ? askFile(asked) : await askDaemon(agent, asked), asked);
}

function askDaemon(agent: string, asked: Options): Promise<Evaluation> {
  const { resource } = asked;
  const capability = capabilityOf(asked);
  return daemonOf(asked).call(
    {
      ...{ method: 'POST', path: `/v1/policy/explain/agents/${encodeURIComponent(agent)}` },
      body: { capability, args: extraOf(asked), ...(resource === undefined ? {} : { resource }) },
    },
    evaluationSchema,
  );
}
