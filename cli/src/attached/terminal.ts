import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Run } from '@rein/contract/api';
import { LAUNCH_FILE, RUNNER_LOG, reasonOf, runFolder, stateDirectory } from '@rein/enforce';
import { daemonOf } from '../daemon/client.js';
import { runningDaemon } from '../daemon/instance.js';
import { patient } from '../daemon/patient.js';
import { runnerProgram } from '../daemon/program.js';
import { whereIs } from '../daemon/where.js';
import { cliFault } from '../fault.js';
import { say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { shortRun } from '../terminal/words.js';
import { type AttachOptions, conclude, note, type StartFacts } from './attach.js';
import { exitCodeOfRun } from './exit-code.js';
import { followRun } from './follow.js';

/** Whether a run of an agent can have this terminal: it is one, and the daemon is this user's. */
export function hasTerminal(options: AttachOptions): boolean {
  return (
    process.stdin.isTTY === true &&
    process.stdout.isTTY === true &&
    options.detach !== true &&
    options.json !== true &&
    whereIs(options).address.socket !== undefined &&
    runningDaemon() !== undefined
  );
}

/**
 * Runs a command as an agent on this terminal. The daemon has the run, its record, budgets and
 * requests; what performs it is started from here, so that the command has this terminal for its own,
 * with its keys and its environment. Returns the exit code.
 */
export async function runOnTerminal(
  agent: string,
  command: readonly string[],
  facts: StartFacts,
  options: AttachOptions,
): Promise<number> {
  const leave = new AbortController();
  const client = patient(daemonOf(options), {
    onLost: () => note('reind does not answer; the run goes on, governed'),
    onBack: () => note('reind is back'),
    signal: leave.signal,
  });
  const asked = { agent_id: agent, command: [...command], attached: true, ...facts };
  const run = await client.startRun(asked, randomUUID());
  const cancel = (): void => {
    client.cancelRun(run.run_id, 'who waited for it was ended').catch(() => undefined);
  };
  // The terminal sends its keys to the command itself.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore).on('SIGQUIT', ignore).on('SIGTERM', cancel);
  try {
    say(colorsFor('stderr').dim(`run ${shortRun(run.run_id)} of ${agent}\n`));
    const over = followRun(client, run.run_id, { streams: [] });
    await perform(run).catch((error: unknown) => {
      cancel();
      throw error;
    });
    const ended = await over;
    conclude(ended, options);
    return exitCodeOfRun(ended);
  } finally {
    process.off('SIGINT', ignore).off('SIGQUIT', ignore).off('SIGTERM', cancel);
  }
}

/** Not for the agent: the run is somebody's, and a token is his right. */
const KEPT_BACK = ['REIN_TOKEN', 'REIN_TOKEN_FILE'];

/** Starts what performs a run, with this terminal, and waits for its end. */
async function perform({ run_id }: Run): Promise<void> {
  const folder = runFolder(stateDirectory(), run_id);
  const launch = takeLaunch(join(folder, LAUNCH_FILE));
  const own = Object.entries(process.env).filter(([name]) => !KEPT_BACK.includes(name));
  const env = { ...Object.fromEntries(own), ...Object(Reflect.get(launch, 'env')) };
  const log = openSync(join(folder, RUNNER_LOG), 'ax', 0o600);
  const child = spawn(process.execPath, [runnerProgram(), '--attached'], {
    cwd: '/',
    stdio: ['inherit', 'inherit', 'inherit', log, 'pipe'],
  });
  closeSync(log);
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  const [, , , , input] = child.stdio;
  if (input instanceof Writable) input.end(JSON.stringify({ ...launch, env }));
  await ended;
}

/** What the daemon left for whoever starts the run. Used once: it holds the key of the runner. */
function takeLaunch(path: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    rmSync(path);
    return Object(value);
  } catch (error) {
    throw cliFault('no-launch', { path, why: reasonOf(error) }, error);
  }
}
