import { Command } from 'commander';
import { cliFault } from '../fault.js';
import { parseAskMode } from '../run/ask-mode.js';
import { becomeInvokingUser } from '../run/privileges.js';

interface Options {
  readonly policy?: string;
  readonly rule?: string;
  readonly engine: string;
  readonly events?: string;
  readonly ask?: string;
  readonly agent?: string;
  readonly allowUnenforced?: true;
  readonly runAsRoot?: true;
}

export function define(name: string): Command {
  return new Command(name)
    .description(
      'Run a command under a policy. Streams, terminal, signals and exit code are the command’s; what rein has to say is on stderr.',
    )
    .usage('[options] -- COMMAND [ARGUMENT…]')
    .argument('[COMMAND...]', 'the command and its arguments')
    .option('--policy <FILE>', 'the policy; else rein.yaml or .rein/policy.yaml, here or above')
    .option('--rule <TEXT>', 'a policy on the command line')
    .option('--engine <TIER>', '`auto`, or `supervisor`', 'auto')
    .option('--events <FILE>', 'write the entries of the record there as well, as they happen')
    .option('--ask <MODE>', 'what `ask` does: wait=60s, deny or allow')
    .option('--agent <ID>', 'who runs, for `source L = agent "ID"`; else the name of the command')
    .option('--allow-unenforced', 'run although some clauses cannot be enforced here')
    .option('--run-as-root', 'under sudo: stay root instead of becoming the user who called it')
    .passThroughOptions()
    .addHelpText(
      'after',
      `
Examples:
  $ rein run -- claude
  $ rein run --ask wait=5m -- codex exec 'fix the failing test'
  $ rein run --rule 'rule r: block exec "git" "push"' -- bash -c 'git push'
  $ rein run --events events.jsonl -- make`,
    )
    .action(run);
}

async function run(command: string[], options: Options): Promise<void> {
  if (options.runAsRoot !== true) becomeInvokingUser();
  if (command.length === 0) throw cliFault('no-command', {});
  if (options.engine !== 'auto' && options.engine !== 'supervisor') {
    throw cliFault('bad-option', {
      option: '--engine',
      value: options.engine,
      expected: '`auto` or `supervisor`',
    });
  }
  const ask = options.ask === undefined ? undefined : parseAskMode(options.ask);
  const { runCommand } = await import('../run/run-command.js');
  process.exitCode = await runCommand({ ...options, command, ask });
}
