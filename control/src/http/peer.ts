import { type SendHandle, spawn } from 'node:child_process';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { findEngine } from '@rein/enforce';
import * as z from 'zod';
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

/**
 * Asks the engine's program, to which each connection is handed over Node's own channel to a child:
 * Node has no SO_PEERCRED. One process answers for as long as the daemon runs, in the order it was
 * asked; one that ends, or is late, takes with it what it was asked, and the next question starts
 * another. It ends with us.
 */
export function lookWithEngine(find: () => string = findEngine): LookAtPeer {
  let helper: LookAtPeer | undefined;
  return async (connection) => {
    helper ??= startHelper(find(), () => {
      helper = undefined;
    });
    return helper(connection);
  };
}

interface Question {
  resolve(peer: Peer): void;
  reject(error: unknown): void;
}

function startHelper(program: string, onEnd: () => void): LookAtPeer {
  const child = spawn(program, ['peers'], {
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const open: Question[] = [];
  let isOver = false;
  const end = (error: Error): void => {
    if (isOver) return;
    isOver = true;
    onEnd();
    child.kill('SIGKILL');
    for (const { reject } of open) reject(error);
  };
  child.on('message', (said) => {
    const peer = peerSchema.safeParse(said);
    if (peer.success) open.shift()?.resolve(peer.data);
    else end(new Error('what was said of a peer is not understood'));
  });
  child.once('error', end);
  for (const event of ['exit', 'disconnect']) child.once(event, () => end(new Error(GONE)));
  child.unref();
  child.channel?.unref();
  return (connection) =>
    new Promise((resolve, reject) => {
      const handle = handleOf(connection);
      const late = setTimeout(() => end(new Error('it took too long')), LIMITS.peerMs);
      const settled = (): void => clearTimeout(late);
      const question: Question = {
        resolve: (peer) => {
          settled();
          resolve(peer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      open.push(question);
      child.send({}, handle, (error) => {
        if (error !== null) end(error);
      });
    });
}

const GONE = 'the program that tells has ended';

/**
 * What Node has of the connection below its stream. A stream would do for `send`, but then the server
 * believes that others serve its connections, and waits for them when it is closed.
 */
function handleOf(connection: Socket): SendHandle {
  const handle: unknown = Reflect.get(connection, '_handle');
  if (handle === null || handle === undefined) throw new Error('the connection is over');
  // biome-ignore lint/plugin/no-bare-as: `send` takes these too, which its types do not say
  return handle as SendHandle;
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
  server.on('connection', (socket: Socket) => {
    // Until somebody serves it, nobody else hears that it broke.
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    void whyNot(look, socket).then((why) => {
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
