import { findRun, openStateDirectory } from '@rein/enforce';
import { Argument, Command } from 'commander';
import { answerHook } from '../hooks/answer.js';
import { AGENTS, type Agent } from '../hooks/dialects.js';
import { readHookInput } from '../hooks/input.js';
import { out } from '../terminal/streams.js';

export function define(name: string): Command {
  return new Command(name)
    .description(
      'Answer a hook of an agent: put before the model what was decided since the last call. Reads the hook’s JSON from stdin, and says nothing when there is nothing new.',
    )
    .addArgument(new Argument('<AGENT>', 'whose hook it is').choices(AGENTS))
    .addHelpText(
      'after',
      `
The engine enforces with or without this; it only makes the reason arrive sooner.
\`rein init --with-claude\` and \`--with-codex\` configure it.

Example:
  $ echo '{"hook_event_name":"PostToolUse","session_id":"s"}' | rein hook claude`,
    )
    .action(hook);
}

function hook(agent: Agent): void {
  const input = readHookInput();
  const run = process.env.REIN_RUN_ID;
  // Outside a run the same configuration is quiet.
  if (run === undefined || run === '') return;
  out(answerHook(agent, input, findRun(openStateDirectory(), run).folder));
}
