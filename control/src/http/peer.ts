import { spawn } from 'node:child_process';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { findEngine } from '@rein/enforce';
import { z } from 'zod';
import { fault, reasonOf } from '../fault.js';
import { newId } from '../ids.js';
import { LIMITS } from '../limits.js';
import { problemResponse } from './problem.js';
import type { Api } from './route.js';

/** Who connected, and whether it may: the user of the daemon or root, and no governed process. */
const peerSchema = z.object({ ok: z.boolean(), pid: z.int(), uid: z.int() });
export type Peer = z.infer<typeof peerSchema>;

/** Finds out who is at the other end of an accepted connection. A rejection is a refusal. */
export type LookAtPeer = (connection: Socket) => Promise<Peer>;

/** Bytes of what the program says. */
const SAID_MAX = 256;

/**
 * Asks the engine's program, which gets the connection as its descriptor 3: Node has no SO_PEERCRED.
 * A process for each connection costs a millisecond or two, once: clients keep their connections.
 */
export function lookWithEngine(find: () => string = findEngine): LookAtPeer {
  return (connection) =>
    new Promise((resolve, reject) => {
      const child = spawn(find(), ['peer'], {
        env: {},
        stdio: ['ignore', 'pipe', 'ignore', descriptorOf(connection)],
        timeout: LIMITS.peerMs,
        killSignal: 'SIGKILL',
      });
      let said = '';
      child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        said = (said + chunk).slice(0, SAID_MAX);
      });
      child.once('error', reject);
      child.once('close', () => {
        try {
          resolve(peerSchema.parse(JSON.parse(said)));
        } catch (error) {
          reject(error);
        }
      });
    });
}

/**
 * The connection's number among our open files. Node would take a stream in its place, but as one that
 * is given away: it reads no more from it. So this goes by a member that Node does not document.
 */
function descriptorOf(connection: Socket): number {
  const fd: unknown = Reflect.get(Object(Reflect.get(connection, '_handle')), 'fd');
  if (typeof fd !== 'number' || fd < 0) throw new Error('the connection has no descriptor');
  return fd;
}

/**
 * A server that answers a connection only once it is known whose it is. Requests of a peer that may
 * not are refused, each with the reason; nothing of them is looked at.
 */
export function admitPeers(
  api: Api,
  look: LookAtPeer,
  make: (api: Pick<Api, 'fetch'>) => Server,
): Server {
  const refused = new WeakMap<object, string>();
  const server = make({
    fetch(request, bindings = {}, execution) {
      const socket = 'incoming' in bindings ? bindings.incoming?.socket : undefined;
      const why = socket === undefined ? 'nobody is there' : refused.get(socket);
      if (why === undefined) return api.fetch(request, bindings, execution);
      return problemResponse(fault('peer-refused', { why }), newId(), 1).response;
    },
  });
  const serve = server.listeners('connection');
  server.removeAllListeners('connection');
  const take = createTurns(LIMITS.peersAtOnce);
  server.on('connection', (socket: Socket) => {
    // Until somebody serves it, nobody else hears that it broke.
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    void take(() => whyNot(look, socket)).then((why) => {
      if (socket.destroyed || !server.listening) {
        socket.destroy();
        return;
      }
      if (why !== undefined) refused.set(socket, why);
      for (const listener of serve) Reflect.apply(listener, server, [socket]);
      socket.off('error', ignore);
    });
  });
  return server;
}

/** Why a connection is refused; undefined if it is not. */
async function whyNot(look: LookAtPeer, socket: Socket): Promise<string | undefined> {
  try {
    const { ok, pid, uid } = await look(socket);
    return ok ? undefined : `process ${pid} of user ${uid} is governed, or not this daemon’s user`;
  } catch (error) {
    return `who connects cannot be found out: ${reasonOf(error)}`;
  }
}

/** Lets so many work at the same time; the others wait for their turn, in order. */
function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let working = 0;
  return async (work) => {
    if (working >= most) await new Promise<void>((go) => waiting.push(go));
    else working += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) working -= 1;
      else next();
    }
  };
}
