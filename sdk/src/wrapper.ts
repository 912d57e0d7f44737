import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActionView, CreateRun, Run } from '@rein/contract/api';
import type { ReinClient } from './client.js';
import { ReinFault } from './fault.js';
import { createLineReader, type ReadLine } from './lines.js';
import { settle } from './settle.js';

export interface WrapperOptions {
  readonly agent: string;
  /** Program and arguments of the wrapper. */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What else is said of the run: environment, budgets, provenance. */
  readonly start?: Pick<CreateRun, 'env' | 'budgets' | 'provenance'>;
  /** Hears of the run when it is there. */
  readonly onStart?: (run: Run) => void;
  /** Hears of each action when it is decided, and again when it is over. */
  readonly onAction?: (line: number, view: ActionView) => void;
  /** Hears of lines that are no actions: they are reported and not performed. */
  readonly onStrange?: (line: number, why: string) => void;
  readonly signal?: AbortSignal;
}

export interface WrapperResult {
  /** The wrapper with its actions, and what those started: one run. */
  readonly run: Run;
  readonly actions: readonly ActionView[];
  readonly strange: number;
}

const LOOK_MS = 100;
/** The request itself is refused: its shape, its size, an id that stood for another action. */
const OF_THE_LINE: ReadonlySet<number> = new Set([400, 413, 422]);

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
  // Under a key: if the answer is lost on the way, asking again starts no second run.
  const started = await client.startRun(
    {
      ...{ agent_id: agent, command: [...command], actions: true, ...start },
      ...(env === undefined ? {} : { env: { ...env } }),
      provenance: { adapter_name: 'wrapper', ...start?.provenance },
    },
    randomUUID(),
  );
  const run = started.run_id;
  onStart?.(started);
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
      let first: ActionView;
      try {
        first = await client.submit(run, syscall, args, key);
      } catch (error) {
        // What is wrong with one line is no reason to end the others.
        if (!(error instanceof ReinFault) || !OF_THE_LINE.has(error.status)) throw error;
        strange += 1;
        onStrange?.(read.line, error.detail);
        continue;
      }
      onAction?.(read.line, first);
      const view = await settle(client, first, signal);
      if (view !== first) onAction?.(read.line, view);
      actions.push(view);
    }
  };
  let wrapper: Run;
  try {
    wrapper = await readOutput(client, run, perform, signal);
  } catch (error) {
    await client.cancelRun(run, 'its actions could not be asked for');
    throw error;
  }
  const hasEndedWell = wrapper.exit_code === 0;
  const isWell = hasEndedWell && actions.every(({ status }) => status === 'done');
  if (isOver(wrapper)) return { run: wrapper, actions, strange };
  const outcome = isWell ? 'succeed' : hasEndedWell ? 'deny' : 'fail';
  const reason = isWell ? '' : whyNot(wrapper, actions);
  return { actions, strange, run: await client.finishRun(run, outcome, reason.slice(0, 1000)) };
}

/** Follows what a wrapper writes until it has ended; the run as it was then. */
async function readOutput(
  client: ReinClient,
  id: string,
  perform: (lines: readonly ReadLine[]) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Run> {
  const reader = createLineReader();
  let offset = 0;
  for (;;) {
    signal?.throwIfAborted();
    // The state first: what it wrote before it ended is read after that is known.
    const run = await client.run(id);
    const from = offset;
    for (;;) {
      const { data, next_offset } = await client.output(id, 'stdout', offset);
      if (next_offset === offset) break;
      await perform(reader.take(Buffer.from(data, 'base64')));
      offset = next_offset;
    }
    if (run.exit_code !== undefined || isOver(run)) {
      await perform(reader.end());
      return run;
    }
    if (offset === from) await sleep(LOOK_MS);
  }
}

function isOver({ ended_at }: Run): boolean {
  return ended_at !== undefined;
}

function whyNot({ exit_code, reason, status }: Run, actions: readonly ActionView[]): string {
  if (exit_code !== 0) return `the wrapper ended with ${exit_code ?? reason ?? status}`;
  const first = actions.find(({ status: came }) => came !== 'done');
  return `${first?.capability} ${first?.resource}: ${first?.reason}`;
}
