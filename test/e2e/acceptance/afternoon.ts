import { setTimeout as sleep } from 'node:timers/promises';
import { jsonLines } from '../cli/place.js';
import type { Result } from '../rein.js';
import { type Answered, answerHolds } from './person.js';
import type { Stage } from './stage.js';
import { stepsOf } from './transcript.js';

/** Each look is a command of its own. */
const LOOK_EVERY_MS = 300;

/** An entry of the record, as far as the acceptance looks. */
export interface Entry {
  readonly kind: string;
  readonly rule?: string;
  readonly outcome?: string;
  readonly guard?: string;
  readonly target?: string;
  readonly argv?: readonly string[] | null;
  readonly stale_by?: readonly { readonly target: string }[];
  readonly hold?: { readonly by?: string; readonly reason?: string };
}

/** How one playing of the agent went, and what is on record of it. */
export interface Afternoon {
  readonly stage: Stage;
  readonly played: Result;
  /** What the agent saw, by step. */
  readonly steps: ReadonlyMap<string, string>;
  readonly answered: readonly Answered[];
  readonly log: readonly Entry[];
  /** What `rein replay` shows. */
  readonly timeline: string;
}

/** Plays the agent to the end of its last process; the person answers from outside. */
export async function playAfternoon(stage: Stage, runArgs: readonly string[]): Promise<Afternoon> {
  const running = stage.rein(['run', ...runArgs], { timeoutMs: 150_000 });
  const answers = answerHolds(stage, running);
  await commandExited(stage, running);
  stage.write('sign', '');
  const played = await running;
  const answered = await answers;
  await recordSealed(stage);
  const { stdout } = await stage.rein(['replay', '--json']);
  return {
    ...{ stage, played, answered },
    steps: stepsOf(played.stdout),
    log: jsonLines(stdout).map((line): Entry => ({ kind: '', ...line })),
    timeline: (await stage.rein(['replay'])).stdout,
  };
}

/** The agent is over when the record says so: what it left behind may live on. */
async function commandExited({ rein }: Stage, running: Promise<Result>): Promise<void> {
  let isOver = false;
  void running.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const { stdout } = await rein(['audit', 'events', '--kind', 'exited', '--json']);
    if (stdout !== '') return;
    await sleep(LOOK_EVERY_MS);
  }
}

/** The record is sealed when the last process of the run has ended. */
async function recordSealed(stage: Stage): Promise<void> {
  for (;;) {
    const { stdout } = await stage.rein(['audit', 'verify', '--json']);
    if (JSON.parse(stdout).sealed === true) return;
    await sleep(LOOK_EVERY_MS);
  }
}
