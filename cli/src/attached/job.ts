import { readFileSync } from 'node:fs';
import type { ActionView, Job } from '@rein/contract/api';
import { reasonOf } from '@rein/enforce';
import { readJob, runJob } from '@rein/sdk';
import { parse } from 'yaml';
import { cliFault } from '../fault.js';
import { foreign } from '../terminal/foreign.js';
import { say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { shortRun } from '../terminal/words.js';
import { type AttachOptions, attach, type StartFacts } from './attach.js';

/** Runs a job as an agent, step by step. Returns the exit code. */
export function runJobFile(
  agent: string,
  path: string,
  facts: StartFacts,
  options: AttachOptions,
): Promise<number> {
  const job = readJobFile(path);
  return attach(options, async ({ client, owns, follow }) => {
    const { run } = await runJob(client, job, {
      ...{ agent, start: facts },
      onStart: (started) => {
        owns(started);
        const { dim } = colorsFor('stderr');
        say(dim(`run ${shortRun(started.run_id)} of ${agent}: ${foreign(job.name ?? path)}\n`));
        follow(started, []);
      },
      onStep: (_, view) => say(stepLine(view)),
    });
    return run;
  });
}

function readJobFile(path: string): Job {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw cliFault('file-unreadable', { path, why: reasonOf(error) }, error);
  }
  try {
    return readJob(parse(text, { maxAliasCount: 0 }));
  } catch (error) {
    // The parser adds the line that it does not understand, with a mark below it.
    const [why = ''] = reasonOf(error).split(':\n');
    throw cliFault('bad-job', { path, why }, error);
  }
}

/** One action and what came of it, as a line. */
export function stepLine({ capability, resource, status, reason }: ActionView): string {
  const { green, red, dim, bold } = colorsFor('stderr');
  const what = `${dim(capability)} ${bold(foreign(resource, 200))}`;
  switch (status) {
    case 'done':
      return `${green('✔')} ${what}\n`;
    case 'running':
      return `${dim('…')} ${what}\n`;
    // Who follows the run tells of what it waits for, the programs of its actions among them.
    case 'waiting':
      return '';
    case 'denied':
    case 'failed':
    case 'unknown':
      return `${red('✘')} ${what} ${red(status)}: ${foreign(reason, 400)}\n`;
    default:
      return status satisfies never;
  }
}
