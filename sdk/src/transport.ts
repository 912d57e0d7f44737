import { problemSchema } from '@rein/contract/api';
import type * as z from 'zod';
import { ReinFault, ReinUnreachable } from './fault.js';
import { type Reached, reach, readText } from './reach.js';

/** Where `reind` listens, and who asks. */
export interface ReinOptions {
  /** Path of its Unix socket; or `url`. */
  readonly socket?: string | undefined;
  /** `https://host:port`, or `http://` on loopback. */
  readonly url?: string | undefined;
  readonly token: string;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Sends one request and reads its answer by a schema; an answer without a body reads as `null`. Throws
 * `ReinFault` for a refusal, `ReinUnreachable` when nobody answers.
 */
export type Transport = <Schema extends z.ZodType>(
  call: Call,
  schema: Schema,
) => Promise<z.infer<Schema>>;

export function createTransport(options: ReinOptions): Transport {
  return async (call, schema) => {
    const { status, text } = await ask(options, call);
    const value: unknown = text === '' ? null : parse(text, options);
    if (status < 400) return schema.parse(value);
    // `/readyz` says with its status that it is not ready, and with its body why.
    const answer = schema.safeParse(value);
    if (answer.success) return answer.data;
    throw faultOf(value, options);
  };
}

/** Sends a request; its answer is whole. */
async function ask(options: ReinOptions, { method, path, body, headers = {} }: Call) {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const response = await reach(options, {
    ...{ method, path, payload },
    headers: {
      ...{ accept: 'application/json', ...headers },
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });
  return { status: response.statusCode ?? 0, text: await readText(response, addressOf(options)) };
}

/** What an answer that is no success says; something else than `reind` may answer at an address. */
export function faultOf(value: unknown, options: Reached): Error {
  const problem = problemSchema.safeParse(value);
  if (problem.success) return new ReinFault(problem.data);
  return new ReinUnreachable(addressOf(options), 'what answers there is not reind', value);
}

function parse(text: string, options: Reached): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ReinUnreachable(addressOf(options), 'what answers there is not reind', error);
  }
}

export function addressOf({ socket, url }: Reached): string {
  return socket ?? url ?? '';
}
