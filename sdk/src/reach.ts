import { type IncomingMessage, request } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { ReinUnreachable } from './fault.js';

/** Where a request goes, and in whose name. */
export interface Reached {
  readonly socket?: string | undefined;
  readonly url?: string | undefined;
  readonly token: string;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly payload?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of an answer; the largest is the output of a run. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;
/** Longer than the longest that `reind` holds an answer back, or keeps a stream silent. */
const ANSWER_MS = 60_000;

/** Sends one request; resolves when the answer begins. Throws `ReinUnreachable`. */
export function reach(to: Reached, { payload, ...sent }: Sent): Promise<IncomingMessage> {
  const { socket, url, token } = to;
  if ((socket === undefined) === (url === undefined)) throw new Error('give `socket` or `url`');
  const { method, path, headers, signal } = sent;
  return new Promise((done, fail) => {
    const options = {
      ...{ method, timeout: ANSWER_MS, headers: { authorization: `Bearer ${token}`, ...headers } },
      ...(signal === undefined ? {} : { signal }),
    };
    const asked =
      url === undefined
        ? request({ ...options, socketPath: socket, path }, done)
        : new URL(url).protocol === 'https:'
          ? requestSecurely(new URL(path, url), options, done)
          : request(new URL(path, url), options, done);
    asked.on('error', (error) =>
      fail(new ReinUnreachable(socket ?? url ?? '', wordsOf(error), error)),
    );
    asked.on('timeout', () => asked.destroy(new Error('it does not answer')));
    asked.end(payload);
  });
}

/** The whole body of an answer. Throws `ReinUnreachable` if it breaks off. */
export async function readText(response: IncomingMessage, address: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response) {
      const piece = Buffer.from(chunk);
      bytes += piece.length;
      if (bytes > ANSWER_BYTES_MAX) throw new Error('its answer is too large');
      chunks.push(piece);
    }
  } catch (error) {
    throw new ReinUnreachable(address, wordsOf(error), error);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const KNOWN: Readonly<Record<string, string>> = {
  ENOENT: 'there is no socket',
  ECONNREFUSED: 'nobody listens',
  ECONNRESET: 'the connection broke off',
  EACCES: 'it belongs to another user',
};

function wordsOf(error: unknown): string {
  const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (typeof code === 'string' && code in KNOWN) return KNOWN[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}
