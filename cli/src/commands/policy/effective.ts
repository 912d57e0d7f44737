import { type EffectivePolicy, effectiveSchema } from '@rein/contract/api';
import { effectivePolicy, tiersHere } from '@rein/govern';
import { Command } from 'commander';
import { judgeOfFile, modeOf } from '../../actions/judge.js';
import { daemonOf } from '../../daemon/client.js';
import { type DaemonOptions, withDaemonOptions } from '../../daemon/where.js';
import { cliFault } from '../../fault.js';
import { foreign } from '../../terminal/foreign.js';
import { out } from '../../terminal/streams.js';
import { POLICY, WORKSPACE } from './question.js';

interface Options extends DaemonOptions {
  readonly policy?: string;
  readonly agent?: string;
  readonly workspace?: string;
  readonly mode?: string;
  readonly json?: true;
}

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .summary('all that an agent is held to, and the engine rules it comes to')
    .description(
      'Say all that an agent is held to: its capabilities, the rules of the engine that they and the policy come to, and what of it this machine does not enforce.',
    )
    .option(...POLICY)
    .option('--agent <ID>', 'an agent of the daemon, instead of a file')
    .option(...WORKSPACE)
    .option('--mode <MODE>', 'observe, guard or strict, for a file (default: "guard")')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  $ rein policy effective --mode strict
  $ rein policy effective --agent researcher`,
    )
    .action(effective);
}

async function effective(options: Options): Promise<void> {
  const found = options.agent === undefined ? await ofFile(options) : await ofAgent(options);
  out(options.json === true ? `${JSON.stringify(found)}\n` : words(found));
}

function ofAgent(options: Options): Promise<EffectivePolicy> {
  for (const other of ['policy', 'workspace', 'mode'] as const) {
    if (options[other] === undefined) continue;
    throw cliFault('exclusive-options', { one: `--${other}`, other: '--agent' });
  }
  const id = encodeURIComponent(options.agent ?? '');
  const path = `/v1/policy/effective/agents/${id}`;
  return daemonOf(options).call({ method: 'GET', path }, effectiveSchema);
}

async function ofFile({ policy, workspace, mode: named = 'guard' }: Options) {
  const found = judgeOfFile(policy, workspace);
  const mode = modeOf(named);
  const place = { mode, workspace: found.workspace };
  const { rules, ...rest } = effectivePolicy(found, place, await tiersHere());
  return { ...rest, mode, rules: rules.map((rule) => ({ ...rule, layer: 'file' })) };
}

type Found = EffectivePolicy | Awaited<ReturnType<typeof ofFile>>;

function words({ mode, rules, tier, engine, unenforced, notes }: Found): string {
  return [
    `mode ${mode}`,
    ...rules.map(
      ({ id, line, text, layer }) => `  ${foreign(id)} (${layer}, line ${line}): ${foreign(text)}`,
    ),
    `engine, tier ${tier}`,
    ...engine.flatMap(({ rule, from, clauses }) =>
      clauses.map((clause) => `  ${foreign(rule)} (${from}): ${foreign(clause)}`),
    ),
    ...unenforced.map(({ rule, clause, when, why }) => {
      const how = when === 'none' ? 'not enforced here' : 'enforced late here';
      return `${how}: ${foreign(rule)}: ${foreign(clause)}: ${why}`;
    }),
    ...notes.map(({ about, message }) => `note: ${foreign(about)}: ${message}`),
    '',
  ].join('\n');
}
