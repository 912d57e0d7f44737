import { timingSafeEqual } from 'node:crypto';
import { closeSync, constants, openSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { KnownState } from '@rein/language';
import { reasonOf } from '../fault.js';
import { LIMITS } from '../limits.js';
import type { Launch } from './launch.js';
import { createLineSplitter } from './lines.js';
import {
  type Outcome,
  RUNNER_SOCKET,
  type RunnerAnswer,
  type RunnerRequest,
  requestSchema,
  type SpawnAsked,
  type Spawned,
} from './protocol.js';

/** What a runner does when it is told to. */
export interface Commands {
  append(kind: string, fields: Readonly<Record<string, unknown>>): Promise<number>;
  stop(by: string, reason: string): Promise<void>;
  spawn(asked: SpawnAsked): Promise<Spawned>;
  /** What the run has met by now. */
  state(): Promise<KnownState>;
  /** Lets the run read a file: why it may not, if so. */
  read(path: string): Promise<string | undefined>;
  /** Puts on a file what the run's asking carries: why it could not, if so. */
  label(path: string): Promise<string | undefined>;
  finish(outcome: Outcome, reason: string): Promise<void>;
  /** Puts the run under another policy: why not, if so. */
  swap(policy: Launch['policy'], reason: string): Promise<string | undefined>;
}

/**
 * Listens for the daemon. The folder is private and a rule of Rein's own keeps the run from
 * connecting; besides, nothing is done before the key was said.
 */
export function listenForDaemon(folder: string, key: string, commands: Commands): Promise<Server> {
  const server = createServer((socket) => serve(socket, key, commands));
  server.maxConnections = 8;
  // A socket's address holds 107 bytes, a state directory may be deeper, and what is too long is cut: go
  // by the folder. It stays open, because the name is removed by the same way.
  const directory = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  server.once('close', () => closeSync(directory));
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(`/proc/self/fd/${directory}/${RUNNER_SOCKET}`, () => resolve(server));
  });
}

function serve(socket: Socket, key: string, commands: Commands): void {
  let known = false;
  const answer = (said: RunnerAnswer): void => {
    if (socket.writable) socket.write(`${JSON.stringify(said)}\n`);
  };
  const take = async (request: RunnerRequest): Promise<void> => {
    const { id } = request;
    if (request.op === 'hello') {
      known = isKey(request.key, key);
      if (!known) socket.destroy();
      else answer({ id, ok: true });
      return;
    }
    if (!known) {
      socket.destroy();
      return;
    }
    try {
      answer({ id, ok: true, ...(await obey(commands, request)) });
    } catch (error) {
      answer({ id, ok: false, why: reasonOf(error) });
    }
  };
  const split = createLineSplitter(LIMITS.runnerMessageBytes, (line) => {
    void take(requestSchema.parse(JSON.parse(line)));
  });
  socket.on('data', (chunk) => {
    try {
      split(chunk);
    } catch {
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
}

async function obey(
  commands: Commands,
  request: Exclude<RunnerRequest, { op: 'hello' }>,
): Promise<Partial<Extract<RunnerAnswer, { ok: true }>>> {
  switch (request.op) {
    case 'append':
      return { seq: await commands.append(request.kind, request.fields) };
    case 'stop':
      await commands.stop(request.by, request.reason);
      return {};
    case 'spawn':
      return { spawned: await commands.spawn(request) };
    case 'state': {
      const { labels, openGates } = await commands.state();
      return { state: { labels: [...labels], openGates: [...openGates] } };
    }
    case 'read': {
      const why = await commands.read(request.path);
      return why === undefined ? {} : { why };
    }
    case 'label': {
      const why = await commands.label(request.path);
      return why === undefined ? {} : { why };
    }
    case 'swap': {
      const why = await commands.swap(request.policy, request.reason);
      return why === undefined ? {} : { why };
    }
    case 'finish':
      await commands.finish(request.outcome, request.reason);
      return {};
    default:
      return request satisfies never;
  }
}

function isKey(given: string, key: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}
