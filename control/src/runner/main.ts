import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { claimRun } from './claim.js';
import { launchSchema } from './launch.js';
import { performRun } from './run.js';

/**
 * The program that performs one run. The daemon starts it in a session of its own with the launch on
 * its standard input; its standard output and error are the command's, what it has to say itself
 * goes to descriptor 3. With `--attached` somebody starts it on his terminal: the standard input is the
 * command's too, and the launch comes on descriptor 4.
 */
const LOG_FD = 3;
const isAttached = process.argv[2] === '--attached';

function say(text: string): void {
  try {
    writeSync(LOG_FD, `${new Date().toISOString()} ${text}\n`);
  } catch {
    // Nobody can be told; the record and the exit status say how it went.
  }
}

process.on('uncaughtException', (error) => {
  say(`bug: ${error.stack}`);
  process.exit(70);
});
// A daemon or a terminal that goes away is no reason to end.
process.on('SIGHUP', () => undefined);
// The terminal's keys are for the command.
if (isAttached) process.on('SIGINT', () => undefined).on('SIGQUIT', () => undefined);

async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  const input = isAttached ? new Socket({ fd: 4 }) : process.stdin;
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const launch = launchSchema.parse(JSON.parse(await readAll()));
if (!claimRun(launch.folder)) {
  say('the run was given up before this runner started');
  process.exit(75);
}
const outcome = await performRun(launch);
say(JSON.stringify(outcome));
// Connections of the daemon may still be open.
process.exit(outcome.how === 'empty' ? 0 : 1);
