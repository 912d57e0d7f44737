import { type IncomingMessage, request } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { problemSchema } from '@rein/contract/api';
import type { z } from 'zod';
import { ReinFault } from './fault.js';

/** Where `reind` listens, and who asks. */
export interface ReinOptions {
  /** Path of its Unix socket; or `url`. */
  readonly socket?: string;
  /** `https://host:port`, or `http://` on loopback. */
  readonly url?: string;
  readonly token: string;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one request and reads its answer by a schema. Throws `ReinFault` for a refusal. */
export type Transport = <Schema extends z.ZodType>(
  call: Call,
  schema: Schema,
) => Promise<z.infer<Schema>>;

/** Bytes of an answer; the largest is the output of a run. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;
/** Longer than the longest that `reind` holds an answer back. */
const ANSWER_MS = 60_000;

export function createTransport({ socket, url, token }: ReinOptions): Transport {
  if ((socket === undefined) === (url === undefined)) throw new Error('give `socket` or `url`');
  const base = new URL(url ?? 'http://localhost');
  return async ({ method, path, body, headers = {} }, schema) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const answer = await send(base, socket, {
      ...{ method, path, payload },
      headers: {
        ...{ authorization: `Bearer ${token}`, accept: 'application/json', ...headers },
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
    const value: unknown = JSON.parse(answer.text);
    if (answer.status < 400) return schema.parse(value);
    throw new ReinFault(problemSchema.parse(value));
  };
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly payload: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

function send(base: URL, socket: string | undefined, { method, path, payload, headers }: Sent) {
  return new Promise<{ readonly status: number; readonly text: string }>((done, fail) => {
    const take = (response: IncomingMessage): void => {
      readText(response).then((text) => done({ status: response.statusCode ?? 0, text }), fail);
    };
    const options = { method, headers, timeout: ANSWER_MS };
    const asked =
      socket !== undefined
        ? request({ ...options, socketPath: socket, path }, take)
        : base.protocol === 'https:'
          ? requestSecurely(new URL(path, base), options, take)
          : request(new URL(path, base), options, take);
    asked.on('error', fail);
    asked.on('timeout', () => asked.destroy(new Error('reind does not answer')));
    asked.end(payload);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > ANSWER_BYTES_MAX) throw new Error('the answer is too large');
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}
