import type { Tier } from '@rein/contract';
import {
  type AskMode,
  type Engine,
  type EngineMessage,
  type EngineOptions,
  findEngine,
  identify,
  type ProcessIdentity,
  passSignals,
  type RunEnd,
  startEngine,
  type TakeMessages,
} from '@rein/enforce';
import type { RootAside } from './privileges.js';

/** What the engine is asked to govern. */
export interface GovernedOptions {
  readonly runFolder: string;
  readonly ask: AskMode;
  readonly tier: Tier;
  /** Under sudo: root for an engine that needs it, which the command does not become. */
  readonly root: RootAside | undefined;
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export type Exited = Extract<EngineMessage, { type: 'exited' }>;

/** A command under the engine, from its start to the end of its last process. */
export interface Governed {
  readonly engine: Engine;
  /** The engine's own identity, for whoever wants to know later whether the run lives. */
  readonly identity: ProcessIdentity;
  /** Resolves when the engine has taken the policy and waits for `go`. */
  readonly ready: Promise<Tier>;
  /** The command's first process, once there is one. */
  readonly root: () => ProcessIdentity | undefined;
  /** Resolves when the command's first process has ended. */
  readonly exited: Promise<Exited>;
  readonly ended: Promise<RunEnd>;
  /** Stops passing signals on: the command has ended. */
  readonly release: () => void;
}

/**
 * Starts the engine for a command; the command waits for `engine.go()`. Every message also goes to
 * `take`. From here on signals to this process are the command's.
 */
export function govern(
  { runFolder, ask, tier, root: lent, command, env }: GovernedOptions,
  take: TakeMessages,
): Governed {
  const heard = {
    ready: deferred<Tier>(),
    exited: deferred<Exited>(),
  };
  let root: ProcessIdentity | undefined;
  let hasExited = false;
  const options = {
    ...{ program: findEngine(), runDir: runFolder, ask, tier },
    ...{ command, cwd: process.cwd(), env },
  };
  const engine = startLowered(options, lent, (messages) => {
    for (const message of messages) {
      if (message.type === 'ready') heard.ready.resolve(message.tier);
      if (message.type === 'started') root = identify(message.pid);
      if (message.type === 'exited') {
        hasExited = true;
        heard.exited.resolve(message);
      }
    }
    return take(messages);
  });
  const release = passSignals(() => (hasExited ? undefined : root?.pid));
  return {
    engine,
    identity: identify(engine.pid) ?? { pid: engine.pid, start: '' },
    ready: heard.ready.promise,
    root: () => root,
    exited: heard.exited.promise,
    ended: engine.ended,
    release,
  };
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** The supervisor needs no root, the kernel tiers do; this process keeps it for none of them. */
function startLowered(
  options: EngineOptions,
  lent: RootAside | undefined,
  take: TakeMessages,
): Engine {
  if (lent === undefined) return startEngine(options, take);
  if (options.tier === 'supervisor') {
    lent.giveUp();
    return startEngine(options, take);
  }
  const { user } = lent;
  const engine = lent.asRoot(() => startEngine({ ...options, user }, take));
  lent.giveUp();
  return engine;
}
