import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { fault, reasonOf } from '../fault.js';
import { LIMITS } from '../limits.js';
import { isLoopback } from './loopback.js';
import { admitPeers, type LookAtPeer } from './peer.js';
import type { Api } from './route.js';

/** A certificate and its key, as PEM. */
export interface TlsFiles {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** Where to listen beside the Unix socket. */
export interface TcpAddress {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsFiles;
}

const PRIVATE = 0o700;
const OTHERS = 0o077;
/** sun_path has 108 bytes with the NUL; see unix(7). */
const ADDRESS_BYTES_MAX = 107;

/**
 * Listens on a Unix socket in a folder that only its owner can enter, and looks at who connects. A socket
 * that lies at the path is removed; the caller holds the lock of the state directory, so it is nobody's.
 * Throws `unsafe-folder`, `listen-failed`.
 */
export async function listenUnix(api: Api, path: string, look: LookAtPeer): Promise<Server> {
  if (Buffer.byteLength(path) > ADDRESS_BYTES_MAX) {
    const why = `it is longer than the ${ADDRESS_BYTES_MAX} bytes of a socket's address`;
    throw fault('listen-failed', { address: path, why });
  }
  const folder = dirname(path);
  requirePrivate(folder);
  removeSocket(path);
  const server = admitPeers(api, look, plainServer);
  await listening(server, path, () => server.listen(path));
  chmodSync(path, 0o600);
  return server;
}

/** What a killed daemon left at the path. A file that somebody named by mistake is left. */
function removeSocket(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw fault('listen-failed', { address: path, why: 'something that is no socket lies there' });
  }
  rmSync(path);
}

/**
 * Listens on TCP: on loopback as it is, elsewhere only with TLS. A token is needed either way.
 * Throws `unsafe-listen`, `listen-failed`.
 */
export async function listenTcp(api: Api, { host, port, tls }: TcpAddress): Promise<Server> {
  const address = isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
  if (!isLoopback(host) && tls === undefined) {
    const why =
      isIP(host) === 0
        ? 'a name can lead to any address, and tokens would go there in the clear'
        : 'tokens would cross the network in the clear';
    throw fault('unsafe-listen', { address, why });
  }
  const server =
    tls === undefined
      ? plainServer(api)
      : harden(
          createAdaptorServer({
            fetch: api.fetch,
            createServer: createTlsServer,
            serverOptions: { ...tls, minVersion: 'TLSv1.2', maxHeaderSize: LIMITS.headerBytes },
          }),
        );
  await listening(server, address, () => server.listen(port, host));
  return server;
}

function plainServer({ fetch }: Pick<Api, 'fetch'>): Server {
  return harden(
    createAdaptorServer({ fetch, serverOptions: { maxHeaderSize: LIMITS.headerBytes } }),
  );
}

type AdaptorServer = ReturnType<typeof createAdaptorServer>;

/** Bounds for clients that are slow on purpose, or many. */
function harden(made: AdaptorServer): Server {
  if (!('headersTimeout' in made)) throw new Error('HTTP/2 is not served');
  made.headersTimeout = LIMITS.headersMs;
  made.requestTimeout = LIMITS.requestMs;
  made.keepAliveTimeout = LIMITS.keepAliveMs;
  made.maxConnections = LIMITS.connections;
  return made;
}

function listening(server: Server, address: string, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(fault('listen-failed', { address, why: reasonOf(error) }, error));
    });
    server.once('listening', () => resolve());
    start();
  });
}

/** Makes a folder private to this user, or throws `unsafe-folder`. */
export function requirePrivate(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE });
  } catch (error) {
    throw fault('unsafe-folder', { path: folder, why: reasonOf(error) }, error);
  }
  const { mode, uid } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory()) {
    throw fault('unsafe-folder', {
      path: folder,
      why: 'it is not a directory but a link or a file',
    });
  }
  if (uid !== process.geteuid?.()) {
    throw fault('unsafe-folder', { path: folder, why: `it belongs to user ${uid}` });
  }
  if ((mode & OTHERS) !== 0) {
    throw fault('unsafe-folder', { path: folder, why: 'other users may enter it' });
  }
}
