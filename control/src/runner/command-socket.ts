import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { reasonOf } from '../fault.js';
import { LIMITS } from '../limits.js';
import { createLineSplitter } from './lines.js';
import { RUNNER_SOCKET, type RunnerAnswer, type RunnerRequest, requestSchema } from './protocol.js';

/** What a runner does when it is told to. */
export interface Commands {
  append(kind: string, fields: Readonly<Record<string, unknown>>): Promise<number>;
  stop(by: string, reason: string): Promise<void>;
}

/**
 * Listens for the daemon. The folder is private and a rule of Rein's own keeps the run from
 * connecting; besides, nothing is done before the key was said.
 */
export function listenForDaemon(folder: string, key: string, commands: Commands): Promise<Server> {
  const server = createServer((socket) => serve(socket, key, commands));
  server.maxConnections = 8;
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(join(folder, RUNNER_SOCKET), () => resolve(server));
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
      if (request.op === 'append') {
        answer({ id, ok: true, seq: await commands.append(request.kind, request.fields) });
      } else {
        await commands.stop(request.by, request.reason);
        answer({ id, ok: true });
      }
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

function isKey(given: string, key: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}
