import { shown } from '@rein/enforce';
import { runWrapper } from '@rein/sdk';
import { cliFault } from '../fault.js';
import { say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { shortRun } from '../terminal/words.js';
import { type AttachOptions, attach, type StartFacts } from './attach.js';
import { stepLine } from './job.js';
import { splitWords } from './split-words.js';

/** Runs a wrapper as an agent and asks for the actions that it prints. Returns the exit code. */
export function runWrapperCommand(
  agent: string,
  text: string,
  facts: StartFacts,
  options: AttachOptions,
): Promise<number> {
  const command = splitWords(text);
  if (command === undefined || command.length === 0) {
    const expected = 'give a program and its arguments; every quote is closed';
    throw cliFault('bad-option', { option: '--wrapper', value: text, expected });
  }
  const { yellow, dim } = colorsFor('stderr');
  return attach(options, async ({ client, owns, follow }) => {
    const { run } = await runWrapper(client, {
      ...{ agent, command, start: facts },
      onStart(started) {
        owns(started);
        say(dim(`run ${shortRun(started.run_id)} of ${agent}\n`));
        // Its standard output is actions; what it wants people to read is on the other stream.
        follow(started, ['stderr']);
      },
      onAction: (_, view) => say(stepLine(view)),
      onStrange: (line, why) =>
        say(`${yellow('line')} ${line} is no action and was not performed: ${shown(why)}\n`),
    });
    return run;
  });
}
