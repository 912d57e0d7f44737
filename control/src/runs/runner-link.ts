import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { KnownState } from '@rein/language';
import { fault, reasonOf } from '../fault.js';
import { LIMITS } from '../limits.js';
import type { Launch } from '../runner/launch.js';
import { createLineSplitter } from '../runner/lines.js';
import {
  answerSchema,
  HAS_PROCESS,
  type Outcome,
  RUNNER_KEY,
  RUNNER_SOCKET,
  type RunnerAnswer,
  type RunnerRequest,
  type SpawnAsked,
  type Spawned,
} from '../runner/protocol.js';

type Asked = RunnerRequest extends infer Request
  ? Request extends { id: number }
    ? Omit<Request, 'id'>
    : never
  : never;

/** The daemon's end of a connection to one runner; connects when it is first needed. */
export interface RunnerLink {
  /** Adds an entry to the run's record; settles when it is on the disk. */
  append(kind: string, fields: Readonly<Record<string, unknown>>): Promise<number>;
  /** Connects, and says the key. */
  open(): Promise<void>;
  /** Starts a program in the run; settles when it has ended. */
  spawn(asked: SpawnAsked): Promise<Spawned>;
  /** What the run has met. */
  state(): Promise<KnownState>;
  /** Lets the run read a file; why it may not, if so. */
  read(path: string): Promise<string | undefined>;
  /** Puts on a file what the run's asking carries; why it could not, if so. */
  label(path: string): Promise<string | undefined>;
  /** No more actions: ends the run as it went. Throws `has-process` if it ends with its command. */
  finish(outcome: Outcome, reason: string): Promise<void>;
  /** Puts the run under another policy; why not, if so. */
  swap(policy: Launch['policy'], reason: string): Promise<string | undefined>;
  /** Ends the run; settles when the tree is gone or its time for that is over. */
  stop(by: string, reason: string): Promise<void>;
  close(): void;
}

/** Links to the runner of the run in `folder`. Every request may throw `runner-silent` or `record-refused`. */
export function linkRunner(run: string, folder: string): RunnerLink {
  let socket: Socket | undefined;
  let last = 0;
  const waiting = new Map<
    number,
    { resolve: (answer: RunnerAnswer) => void; reject: (error: Error) => void }
  >();

  const drop = (why: string): void => {
    socket?.destroy();
    socket = undefined;
    for (const [, { reject }] of waiting) reject(fault('record-refused', { why }));
    waiting.clear();
  };

  const open = (): Socket => {
    if (socket !== undefined) return socket;
    const key = readFileSync(join(folder, RUNNER_KEY), 'utf8');
    // A socket's address holds 107 bytes, a state directory may be deeper: go by its folder.
    const directory = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
    const made = connect(`/proc/self/fd/${directory}/${RUNNER_SOCKET}`);
    let isOpen = true;
    const letGo = (): void => {
      if (isOpen) closeSync(directory);
      isOpen = false;
    };
    made.once('connect', letGo);
    made.once('error', () => undefined);
    const split = createLineSplitter(LIMITS.runnerMessageBytes, (line) => {
      const answer = answerSchema.parse(JSON.parse(line));
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    });
    made.on('data', (chunk) => {
      try {
        split(chunk);
      } catch (error) {
        drop(reasonOf(error));
      }
    });
    made.on('error', (error) => drop(error.message));
    made.on('close', () => {
      letGo();
      if (socket === made) drop('the runner closed the connection');
    });
    made.unref();
    socket = made;
    last += 1;
    made.write(`${JSON.stringify({ op: 'hello', id: last, key })}\n`);
    return made;
  };

  /** Without a limit: until it answers, or its connection ends with it. */
  const ask = async (asked: Asked, limitMs?: number): Promise<RunnerAnswer> => {
    const connection = open();
    last += 1;
    const id = last;
    const seconds = (limitMs ?? 0) / 1000;
    return new Promise((resolve, reject) => {
      const timer =
        limitMs === undefined
          ? undefined
          : setTimeout(() => {
              waiting.delete(id);
              reject(fault('runner-silent', { run, seconds }));
            }, limitMs);
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(timer);
          then(value);
        };
      waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      connection.write(`${JSON.stringify({ ...asked, id })}\n`);
    });
  };

  return {
    async open() {
      const key = readFileSync(join(folder, RUNNER_KEY), 'utf8');
      await ask({ op: 'hello', key }, LIMITS.runnerMs);
    },
    async spawn(asked) {
      const answer = await ask({ op: 'spawn', ...asked });
      if (answer.ok && answer.spawned !== undefined) return answer.spawned;
      throw fault('record-refused', { why: answer.ok ? 'no answer' : answer.why });
    },
    async state() {
      const answer = await ask({ op: 'state' }, LIMITS.runnerMs);
      if (answer.ok && answer.state !== undefined) return answer.state;
      throw fault('record-refused', { why: answer.ok ? 'no answer' : answer.why });
    },
    async read(path) {
      const answer = await ask({ op: 'read', path });
      return answer.why;
    },
    async label(path) {
      const answer = await ask({ op: 'label', path }, LIMITS.runnerMs);
      return answer.why;
    },
    async finish(outcome, reason) {
      const answer = await ask({ op: 'finish', outcome, reason }, LIMITS.runnerMs);
      if (answer.ok) return;
      if (answer.why === HAS_PROCESS) throw fault('has-process', { run });
      throw fault('record-refused', { why: answer.why });
    },
    async swap(policy, reason) {
      const answer = await ask({ op: 'swap', policy, reason });
      return answer.why;
    },
    async append(kind, fields) {
      const answer = await ask({ op: 'append', kind, fields }, LIMITS.runnerMs);
      if (!answer.ok) throw fault('record-refused', { why: answer.why });
      return answer.seq ?? -1;
    },
    async stop(by, reason) {
      const answer = await ask({ op: 'stop', by, reason }, LIMITS.runnerMs);
      if (!answer.ok) throw fault('record-refused', { why: answer.why });
    },
    close: () => drop('the run is over'),
  };
}
