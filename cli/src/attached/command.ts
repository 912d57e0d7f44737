import { randomUUID } from 'node:crypto';
import { out, say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { shortRun } from '../terminal/words.js';
import { type AttachOptions, attach, type StartFacts } from './attach.js';
import { followRun } from './follow.js';

const STDERR = 2;

/** Runs a command as an agent; shows what it writes and what it waits for. Returns the exit code. */
export function runAsAgent(
  agent: string,
  command: readonly string[],
  facts: StartFacts,
  options: AttachOptions,
): Promise<number> {
  return attach(options, async ({ client, owns }) => {
    const run = await client.startRun(
      { agent_id: agent, command: [...command], ...facts },
      randomUUID(),
    );
    if (options.detach === true) {
      out(`${run.run_id}\n`);
      process.exit(0);
    }
    owns(run);
    const { dim } = colorsFor('stderr');
    say(dim(`run ${shortRun(run.run_id)} of ${agent}\n`));
    // Standard output is the run as JSON then, for a program that reads it.
    const fds = options.json === true ? { fds: { stdout: STDERR, stderr: STDERR } } : {};
    return followRun(client, run.run_id, fds);
  });
}
