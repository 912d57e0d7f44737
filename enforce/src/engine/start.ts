import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { type Counters, type Tier, TO_ENGINE } from '@rein/contract';
import { EnforceFault, fault, reasonOf } from '../fault.js';
import { encodeFrame } from '../frames/encode.js';
import type { EngineMessage } from '../frames/message.js';
import { type Channel, openChannel } from './channel.js';
import { isOver, nextState, type RunState } from './life-cycle.js';
import { openStarter, type Starter } from './starter.js';

/** Version of the frames that both sides speak; the engine says its own in `ready`. */
const ABI = 1;
/** The supervisor checks its image and itself in milliseconds; past this it hangs. */
const START_LIMIT_MS = 15_000;
/** A kernel verifies hooks in seconds, and in minutes where it is emulated. */
const LOAD_LIMIT_MS = 300_000;
/** After the engine's end its last frames are in our socket already; past this somebody else holds it. */
const LAST_FRAMES_MS = 1000;

/** What the engine does with an `ask`: wait so many seconds for a person, or answer by itself. */
export type AskMode = { readonly waitSeconds: number } | 'deny' | 'allow';

/** Who the command is to be when the engine is root. */
export interface EngineUser {
  readonly uid: number;
  /** Group ids, the main one first. */
  readonly groups: readonly number[];
}

export interface EngineOptions {
  /** Path of the engine's program. */
  readonly program: string;
  /** Folder of the run, where the engine makes its control socket. */
  readonly runDir: string;
  readonly ask: AskMode;
  /** How often the run may do something, by name; the supervisor counts. See govern's budgets. */
  readonly limits?: Readonly<Record<string, number>>;
  /** What enforces; `ready` says it again. */
  readonly tier: Tier;
  /** Absent: the command is who the engine is. */
  readonly user?: EngineUser;
  /** Leave a process in the run that starts more of it; see `Engine.starter`. */
  readonly starter?: true;
  /** Program and arguments of the run's first process; with a starter it may be empty: then that is it. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How a run ended, as far as the engine is concerned. */
export type RunEnd =
  | { readonly state: 'empty'; readonly counters: Counters }
  | { readonly state: 'failed'; readonly fault: EnforceFault };

export interface Engine {
  /** Process id of the engine. */
  readonly pid: number;
  readonly state: () => RunState;
  /** Sends the policy image; `ready` or `fatal` is the answer. */
  load(image: Uint8Array): void;
  /** Starts the command. */
  go(): void;
  send(frame: Uint8Array): void;
  /** Ends every process of the run, also what left its parents. */
  cancel(): void;
  /** What starts more of the run; there if it was asked for. */
  readonly starter?: Starter;
  pause: Channel['pause'];
  handOver: Channel['handOver'];
  /** Ends an engine whose command was not started. */
  stop(): void;
  /** Resolves once, when nothing more will come. Not after a hand-over. */
  readonly ended: Promise<RunEnd>;
}

/**
 * Starts the engine with this process's stdin, stdout and stderr, which the command inherits.
 *
 * Every message goes to `take`, in order, after the life cycle accepted it. Throws
 * `engine-not-started` when there is no such program.
 */
export function startEngine(
  options: EngineOptions,
  take: (messages: readonly EngineMessage[]) => Promise<void> | undefined,
): Engine {
  const { program } = options;
  const child = spawn(program, engineArguments(options), {
    cwd: options.cwd,
    env: options.env,
    stdio: ['inherit', 'inherit', 'inherit', 'pipe', ...(options.starter ? ['pipe' as const] : [])],
  });
  const [, , , socket, orders] = child.stdio;
  if (child.pid === undefined || !(socket instanceof Socket)) {
    child.on('error', () => undefined);
    throw fault('engine-not-started', { path: program, why: 'it cannot be executed' });
  }

  let state: RunState = 'starting';
  let settle: (end: RunEnd) => void = () => undefined;
  const ended = new Promise<RunEnd>((resolve) => {
    settle = resolve;
  });
  const fail = (why: EnforceFault): void => {
    if (isOver(state)) return;
    state = 'failed';
    settle({ state: 'failed', fault: why });
  };

  const accept = (message: EngineMessage): void => {
    state = nextState(state, message.type);
    if (message.type === 'ready') {
      clearTimeout(startTimer);
      if (message.abi !== ABI) throw fault('wrong-abi', { found: message.abi, expected: ABI });
    }
    if (message.type === 'empty') settle({ state: 'empty', counters: message.counters });
    if (message.type === 'fatal') {
      settle({ state: 'failed', fault: fault('engine-refused', { why: message.message }) });
    }
  };

  const limitMs = options.tier === 'supervisor' ? START_LIMIT_MS : LOAD_LIMIT_MS;
  const startTimer = setTimeout(() => {
    fail(fault('engine-silent', { seconds: limitMs / 1000 }));
    child.kill('SIGKILL');
  }, limitMs);

  const exited = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(reasonOf(error)));
    child.on('exit', (code, signal) => resolve(signal ?? `status ${code}`));
  });
  const channel = openChannel(
    socket,
    (messages) => {
      for (const message of messages) accept(message);
      return take(messages);
    },
    (why) => {
      clearTimeout(startTimer);
      if (isOver(state)) return;
      if (why !== undefined) {
        fail(why instanceof EnforceFault ? why : fault('engine-refused', { why: reasonOf(why) }));
        return;
      }
      void exited.then((how) => fail(fault('engine-died', { how })));
    },
  );
  void exited.then(() => setTimeout(channel.close, LAST_FRAMES_MS).unref());

  return {
    pid: child.pid,
    ...(orders instanceof Socket ? { starter: openStarter(orders) } : {}),
    state: () => state,
    load: (image) => channel.send(encodeFrame(TO_ENGINE.image, image)),
    go: () => channel.send(encodeFrame(TO_ENGINE.go)),
    send: channel.send,
    cancel: () => channel.send(encodeFrame(TO_ENGINE.cancel)),
    pause: channel.pause,
    handOver(pass) {
      child.unref();
      channel.handOver(pass);
    },
    stop() {
      clearTimeout(startTimer);
      child.kill('SIGKILL');
    },
    ended,
  };
}

function engineArguments(options: EngineOptions): string[] {
  const { runDir, ask, tier, user, limits = {}, starter, command } = options;
  const asked = typeof ask === 'string' ? ask : `wait=${ask.waitSeconds}`;
  return [
    'run',
    ...['--fd', '3', '--run-dir', runDir, '--ask', asked, '--tier', tier],
    ...(user === undefined ? [] : ['--user', `${user.uid}:${user.groups.join(',')}`]),
    ...['--protect-pid', String(process.pid)],
    ...(starter === undefined ? [] : ['--starter', '4']),
    ...Object.entries(limits).flatMap(([name, most]) => ['--limit', `${name}=${most}`]),
    '--',
    ...command,
  ];
}
