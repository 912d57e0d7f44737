import { fault } from '../fault.js';
import type { EngineMessage } from '../frames/message.js';

/**
 * Where a run is. `starting`: the engine checks its image and itself. `ready`: it waits for the word
 * to start the command. `running`: the command's first process lives. `root-exited`: it ended, and
 * processes that it left live on, governed. `empty`: none is left. `failed`: the engine is gone.
 */
export type RunState = 'starting' | 'ready' | 'running' | 'root-exited' | 'empty' | 'failed';

type Input = EngineMessage['type'];

/** What each state may hear, and where that leads. What is not here is a broken engine. */
const STEPS: Readonly<Record<RunState, { readonly [I in Input]?: RunState }>> = {
  starting: { ready: 'ready', fatal: 'failed' },
  // A command that cannot be executed ends without ever having started. Events may come before
  // `started`: the command's own exec is decided first.
  ready: { started: 'running', event: 'ready', exited: 'root-exited', fatal: 'failed' },
  running: { event: 'running', exited: 'root-exited', fatal: 'failed' },
  'root-exited': { event: 'root-exited', empty: 'empty', fatal: 'failed' },
  empty: {},
  failed: {},
};

/** The state after a message. Throws `wrong-step` when the message does not belong there. */
export function nextState(state: RunState, input: Input): RunState {
  const next = STEPS[state][input];
  if (next === undefined) throw fault('wrong-step', { input, state });
  return next;
}

/** Whether nothing more will come. */
export function isOver(state: RunState): boolean {
  return state === 'empty' || state === 'failed';
}
