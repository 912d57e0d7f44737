import { randomUUID } from 'node:crypto';
import {
  type ActionView,
  type CreateRun,
  flawText,
  type Job,
  type JobStep,
  jobSchema,
  type Run,
} from '@rein/contract/api';
import type { ReinClient } from './client.js';
import { settle } from './settle.js';

export interface JobResult {
  readonly run: Run;
  /** What came of each step, in order; shorter than the job when it was stopped. */
  readonly steps: readonly ActionView[];
}

export interface JobOptions {
  readonly agent: string;
  /** What else is said of the run: environment, budgets, provenance. */
  readonly start?: Pick<CreateRun, 'env' | 'budgets' | 'provenance'>;
  /** Hears of the run when there is one. */
  readonly onStart?: (run: Run) => void;
  /** Hears of each step when it is decided, and again when it is over. */
  readonly onStep?: (step: JobStep, view: ActionView) => void;
  readonly signal?: AbortSignal;
}

/** Reads a job, whatever it was written in. Throws with the place of what is wrong. */
export function readJob(value: unknown): Job {
  const parsed = jobSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(flawText(parsed.error));
}

/**
 * Runs the steps of a job one after the other, as a run without a process. A step that is denied or
 * fails ends the job, unless it says `on_denied: continue`.
 */
export async function runJob(
  client: ReinClient,
  job: Job,
  { agent, start, onStart, onStep, signal }: JobOptions,
): Promise<JobResult> {
  const provenance = { adapter_name: job.name ?? 'job', ...start?.provenance };
  // Under a key: if the answer is lost on the way, asking again starts no second run.
  const started = await client.startRun({ agent_id: agent, ...start, provenance }, randomUUID());
  onStart?.(started);
  const run = started.run_id;
  const steps: ActionView[] = [];
  for (const [index, step] of job.steps.entries()) {
    // The number as key: a step whose answer was lost is not done twice.
    const first = await client.submit(run, step.action, step.args, `step-${index + 1}`);
    onStep?.(step, first);
    const view = await settle(client, first, signal);
    if (view !== first) onStep?.(step, view);
    steps.push(view);
    if (view.status === 'done' || step.on_denied === 'continue') continue;
    const outcome = view.status === 'denied' ? 'deny' : 'fail';
    const reason = `step ${index + 1} (${step.action} ${view.resource}): ${view.reason}`;
    return { run: await client.finishRun(run, outcome, reason.slice(0, 1000)), steps };
  }
  return { run: await client.finishRun(run, 'succeed'), steps };
}
