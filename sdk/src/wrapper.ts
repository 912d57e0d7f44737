import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActionView, CreateRun, Run } from '@rein/contract/api';
import type { ReinClient } from './client.js';
import { createLineReader, type ReadLine } from './lines.js';
import { settle } from './settle.js';

export interface WrapperOptions {
  readonly agent: string;
  /** Program and arguments of the wrapper. */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What else is said of both runs: budgets, provenance. */
  readonly start?: Pick<CreateRun, 'budgets' | 'provenance'>;
  /** Hears of both runs when they are there. */
  readonly onStart?: (run: Run, wrapper: Run) => void;
  /** Hears of each action when it is decided, and again when it is over. */
  readonly onAction?: (line: number, view: ActionView) => void;
  /** Hears of lines that are no actions: they are reported and not performed. */
  readonly onStrange?: (line: number, why: string) => void;
  readonly signal?: AbortSignal;
}

export interface WrapperResult {
  /** The run that the actions belong to. */
  readonly run: Run;
  /** The run that the wrapper itself was: a governed process like any other. */
  readonly wrapper: Run;
  readonly actions: readonly ActionView[];
  readonly strange: number;
}

const LOOK_MS = 100;

/**
 * Runs a wrapper under the agent's policy and asks for the actions that it prints, one JSON object a
 * line. The wrapper is governed too: what it does by itself meets the engine, what it prints meets the
 * daemon, and both hold it to the same capabilities.
 */
export async function runWrapper(
  client: ReinClient,
  options: WrapperOptions,
): Promise<WrapperResult> {
  const { agent, command, env, start, onStart, onAction, onStrange, signal } = options;
  // Under keys: if an answer is lost on the way, asking again starts no second run.
  const session = await client.startRun(
    {
      ...{ agent_id: agent, ...start },
      provenance: { adapter_name: 'wrapper', ...start?.provenance },
    },
    randomUUID(),
  );
  const run = session.run_id;
  const wrapper = await client.startRun(
    {
      ...{ agent_id: agent, command: [...command], ...start },
      ...(env === undefined ? {} : { env: { ...env } }),
      provenance: { ...start?.provenance, adapter_name: `wrapper of ${run}` },
    },
    randomUUID(),
  );
  onStart?.(session, wrapper);
  const actions: ActionView[] = [];
  let strange = 0;
  const perform = async (lines: readonly ReadLine[]): Promise<void> => {
    for (const read of lines) {
      if (!read.ok) {
        strange += 1;
        onStrange?.(read.line, read.why);
        continue;
      }
      const { syscall, args, id } = read.action;
      const key = id === undefined ? `line-${read.line}` : `id-${id}`;
      const first = await client.submit(run, syscall, args, key);
      onAction?.(read.line, first);
      const view = await settle(client, first, signal);
      if (view !== first) onAction?.(read.line, view);
      actions.push(view);
    }
  };
  try {
    await readOutput(client, wrapper.run_id, perform, signal);
  } catch (error) {
    await client.cancelRun(wrapper.run_id, 'its actions could not be asked for');
    await client.cancelRun(run, 'the wrapper was given up');
    throw error;
  }
  const ended = await client.run(wrapper.run_id);
  const isWell = ended.status === 'SUCCEEDED' && actions.every(({ status }) => status === 'done');
  const outcome = isWell ? 'succeed' : ended.status === 'SUCCEEDED' ? 'deny' : 'fail';
  const reason = isWell ? '' : whyNot(ended, actions);
  return {
    ...{ wrapper: ended, actions, strange },
    run: await client.finishRun(run, outcome, reason.slice(0, 1000)),
  };
}

/** Follows what a run writes until it is over. */
async function readOutput(
  client: ReinClient,
  run: string,
  perform: (lines: readonly ReadLine[]) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const reader = createLineReader();
  let offset = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { data, next_offset, ended } = await client.output(run, 'stdout', offset);
    await perform(reader.take(Buffer.from(data, 'base64')));
    if (next_offset === offset && ended) break;
    if (next_offset === offset) await sleep(LOOK_MS);
    offset = next_offset;
  }
  await perform(reader.end());
}

function whyNot(wrapper: Run, actions: readonly ActionView[]): string {
  if (wrapper.status !== 'SUCCEEDED') return `the wrapper: ${wrapper.reason ?? wrapper.status}`;
  const first = actions.find(({ status }) => status !== 'done');
  return `${first?.capability} ${first?.resource}: ${first?.reason}`;
}
