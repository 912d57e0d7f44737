import { setTimeout as sleep } from 'node:timers/promises';
import type { CreateRun, Run } from '@rein/contract/api';
import type { ReinClient } from '@rein/sdk';
import { daemonOf } from '../daemon/client.js';
import { patient } from '../daemon/patient.js';
import type { DaemonOptions } from '../daemon/where.js';
import { EXIT } from '../exit-codes.js';
import { foreign } from '../terminal/foreign.js';
import { out, say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { duration, shortRun } from '../terminal/words.js';
import { exitCodeOfRun } from './exit-code.js';
import { followRun, type Stream } from './follow.js';

const ENDING_LOOK_MS = 50;

export interface AttachOptions extends DaemonOptions {
  /** Says the run's id and does not wait. */
  readonly detach?: true;
  /** Prints the run as JSON once it is over. */
  readonly json?: true;
}

/** What is said of a run when it is started, beside what it does. */
export type StartFacts = Pick<CreateRun, 'env' | 'budgets' | 'provenance'>;

/** A run that this process waits for. */
export interface Attached {
  readonly client: ReinClient;
  /** To be told which runs are to be ended by Ctrl-C. */
  readonly owns: (...runs: readonly Run[]) => void;
  /** Shows what a run writes, and what it waits for, beside the work. */
  readonly follow: (run: Run, streams: readonly Stream[]) => void;
}

/**
 * Stays with runs of the daemon to their end: outlives a daemon that is started again, and ends them
 * on Ctrl-C. Returns the exit code.
 */
export async function attach(
  options: AttachOptions,
  work: (attached: Attached) => Promise<Run>,
): Promise<number> {
  const leave = new AbortController();
  const owned: Run[] = [];
  const shown: Promise<unknown>[] = [];
  const client = patient(daemonOf(options), {
    onLost: () => note('reind does not answer; the run goes on, governed, and this waits for it'),
    onBack: () => note('reind is back'),
    signal: leave.signal,
  });
  let interrupted = false;
  const cancel = cancelThenLeave(client, owned);
  const onSignal = () => {
    interrupted = true;
    cancel();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const run = await work({
      client,
      owns: (...runs) => void owned.push(...runs),
      follow(followed, streams) {
        const { signal } = leave;
        // What keeps this from looking keeps the work from going on too, and is told there.
        const looking = followRun(client, followed.run_id, { streams, signal });
        shown.push(looking.catch(() => undefined));
      },
    });
    await Promise.all(shown);
    conclude(run, options);
    return exitCodeOfRun(run);
  } catch (error) {
    const [first] = owned;
    const ended = first && (await stateOf(client, first, interrupted));
    // What was asked for of a run that somebody ended fails for that reason.
    if (ended?.status === 'CANCELLED') {
      conclude(ended, options);
      return exitCodeOfRun(ended);
    }
    if (first !== undefined)
      note(`\`rein logs -f ${shortRun(first.run_id)}\` shows the rest of the run`);
    throw error;
  } finally {
    leave.abort();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** A run as it is; one that is being ended, once it has. */
async function stateOf(client: ReinClient, { run_id }: Run, isEnding: boolean) {
  for (;;) {
    const run = await client.run(run_id).catch(() => undefined);
    if (run === undefined || run.ended_at !== undefined || !isEnding) return run;
    await sleep(ENDING_LOOK_MS);
  }
}

/** The first signal ends the runs; the second gives up waiting for that. */
function cancelThenLeave(client: ReinClient, owned: readonly Run[]): () => void {
  let asked = false;
  return () => {
    if (asked || owned.length === 0) {
      if (owned.length > 0) note('left; the run goes on, governed');
      process.exit(EXIT.signalBase + 2);
    }
    asked = true;
    note('cancelling the run; once more leaves it');
    for (const { run_id } of owned) {
      client.cancelRun(run_id, 'interrupted by who waited for it').catch(() => sleep(0));
    }
  };
}

export function note(text: string): void {
  const { yellow } = colorsFor('stderr');
  say(`${yellow('rein')} ${text}\n`);
}

/** Says how a run went. */
export function conclude(run: Run, { json }: AttachOptions): void {
  if (json === true) out(`${JSON.stringify(run)}\n`);
  const { dim, bold } = colorsFor('stderr');
  const { run_id, status, exit_code, reason, created_at, ended_at = created_at } = run;
  const facts = [
    statusWords(status),
    exit_code === undefined ? undefined : `exit code ${exit_code}`,
    duration(ended_at - created_at),
  ].filter((fact) => fact !== undefined);
  say(`${bold('rein')} run ${shortRun(run_id)} · ${facts.join(' · ')}\n`);
  if (reason !== undefined && status !== 'SUCCEEDED') say(`  ${dim('why')}  ${foreign(reason)}\n`);
  say(dim(`  rein replay ${shortRun(run_id)}\n`));
}

/** `WAITING_APPROVAL` as people say it. */
export function statusWords(status: Run['status']): string {
  return status.toLowerCase().replaceAll('_', ' ');
}
