import { TIERS, type Tier } from '@rein/contract';
import { Command } from 'commander';
import { withDaemonOptions } from '../daemon/where.js';
import { cliFault } from '../fault.js';
import { type AgentFacts, factsOf } from '../run/agent-facts.js';
import { parseAskMode } from '../run/ask-mode.js';
import { type Asked, readAsked, splitAt } from '../run/grammar.js';
import { setRootAside } from '../run/privileges.js';

interface Options extends AgentFacts {
  readonly policy?: string;
  readonly rule?: string;
  readonly engine: string;
  readonly events?: string;
  readonly ask?: string;
  readonly agent?: string;
  readonly allowUnenforced?: true;
  readonly runAsRoot?: true;
  readonly job?: string;
  readonly wrapper?: string;
}

/** Options by whom they are for, as they are written; the others are for nobody else. */
const LOCAL = [
  ...(['policy', 'rule', 'engine', 'events', 'ask', 'agent'] as const),
  ...(['allowUnenforced', 'runAsRoot'] as const),
] as const;
const AGENT = [
  ...(['env', 'detach', 'json', 'budget', 'adapterName', 'agentVersion', 'imageVersion'] as const),
  ...(['socket', 'url', 'tokenFile'] as const),
] as const;

export function define(name: string): Command {
  const command = new Command(name)
    .description(
      'Run a command under a policy. Streams, terminal, signals and exit code are the command’s; what rein has to say is on stderr. With an AGENT in front of `--`, reind runs it: a command, a job, or a wrapper that prints actions.',
    )
    .usage(
      '[options] -- COMMAND [ARGUMENT…]\n       rein run AGENT [options] (-- COMMAND [ARGUMENT…] | --job FILE | --wrapper COMMAND)',
    )
    .argument('[WORD...]', 'an agent of reind, `--`, a command and its arguments')
    .option('--policy <FILE>', 'the policy; else rein.yaml or .rein/policy.yaml, here or above')
    .option('--rule <TEXT>', 'a policy on the command line')
    .option(
      '--engine <TIER>',
      'lsm, fmodret, supervisor or observe; auto takes the strongest that enforces the whole policy',
      'auto',
    )
    .option('--events <FILE>', 'write the entries of the record there as well, as they happen')
    .option('--ask <MODE>', 'what `ask` does: wait=60s, deny or allow')
    .option('--agent <ID>', 'who runs, for `source L = agent "ID"`; else the name of the command')
    .option('--allow-unenforced', 'run although some clauses cannot be enforced here')
    .option('--run-as-root', 'under sudo: stay root instead of becoming the user who called it')
    .optionsGroup('Options for a run of an agent:')
    .option('--job <FILE>', 'a job: actions one after the other, as YAML')
    .option('--wrapper <COMMAND>', 'a program that prints actions, one JSON object a line')
    .option(
      '--env <NAME>',
      'give it this variable of yours (repeatable); on a terminal it has them all',
      (name: string, before: readonly string[] = []) => [...before, name],
    )
    .option('--detach', 'print the id of the run, and do not wait for it')
    .option('--json', 'once it is over, the run as one JSON object; what it wrote goes to stderr')
    .option('--budget <NAME=N>', 'end it past that, as `seconds=600,processes=20`')
    .option('--adapter-name <NAME>', 'what started it, for its provenance')
    .option('--agent-version <VERSION>', 'the same')
    .option('--image-version <VERSION>', 'the same');
  return withDaemonOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ rein run -- claude
  $ rein run --ask wait=5m -- claude -p 'fix the failing test'
  $ rein run --rule 'rule r: block exec "git" "push"' -- bash -c 'git push'
  $ rein run --events events.jsonl -- make
  $ rein run researcher -- make test
  $ rein run researcher --env ANTHROPIC_API_KEY -- claude -p 'fix the failing test'
  $ rein run researcher --job job.yaml
  $ rein run researcher --wrapper 'python3 plan.py' --budget seconds=600`,
    )
    .action(run);
}

async function run(operands: string[], options: Options, command: Command): Promise<void> {
  const words = splitAt(operands, command.parent === null ? [] : rawOf(command.parent));
  const asked = readAsked({ ...words, job: options.job, wrapper: options.wrapper });
  process.exitCode =
    asked.kind === 'local'
      ? await runHere(asked.command, options, command)
      : await runThere(asked, options, command);
}

/** The words as they were typed, behind the name of this command. */
function rawOf(program: Command): readonly string[] {
  const raw: unknown = Reflect.get(program, 'rawArgs');
  return Array.isArray(raw) ? raw.map(String) : [];
}

async function runHere(
  command: readonly string[],
  options: Options,
  parsed: Command,
): Promise<number> {
  const stray = given(parsed, AGENT);
  if (stray !== undefined) throw cliFault('agent-only', { option: stray });
  const root = options.runAsRoot === true ? undefined : setRootAside();
  const engine = parseEngine(options.engine);
  const ask = options.ask === undefined ? undefined : parseAskMode(options.ask);
  const { runCommand } = await import('../run/run-command.js');
  return runCommand({ ...options, engine, command, ask, root });
}

async function runThere(
  asked: Exclude<Asked, { kind: 'local' }>,
  options: Options,
  parsed: Command,
): Promise<number> {
  const { agent } = asked;
  const stray = given(parsed, LOCAL);
  if (stray !== undefined) throw cliFault('local-only', { option: stray, agent });
  const facts = factsOf(options);
  switch (asked.kind) {
    case 'command': {
      const { hasTerminal, runOnTerminal } = await import('../attached/terminal.js');
      if (hasTerminal(options)) return runOnTerminal(agent, asked.command, facts, options);
      const { runAsAgent } = await import('../attached/command.js');
      return runAsAgent(agent, asked.command, facts, options);
    }
    case 'job': {
      const { runJobFile } = await import('../attached/job.js');
      return runJobFile(agent, asked.job, facts, options);
    }
    case 'wrapper': {
      const { runWrapperCommand } = await import('../attached/wrapper.js');
      return runWrapperCommand(agent, asked.wrapper, facts, options);
    }
    default:
      return asked satisfies never;
  }
}

/** The first of some options that was given, as it is written. */
function given(command: Command, names: readonly string[]): string | undefined {
  const name = names.find((one) => command.getOptionValueSource(one) === 'cli');
  return command.options.find((option) => option.attributeName() === name)?.long;
}

function parseEngine(value: string): Tier | 'auto' {
  const found = (['auto', ...TIERS] as const).find((name) => name === value);
  if (found !== undefined) return found;
  const expected = `\`auto\` or one of ${TIERS.join(', ')}`;
  throw cliFault('bad-option', { option: '--engine', value, expected });
}
