import { isUtf8 } from 'node:buffer';
import { iJsonFlaw } from '@rein/contract/api';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { fault } from '../fault.js';
import type { Authenticator } from '../identity/authenticate.js';
import { LIMITS } from '../limits.js';
import type { Env } from './context.js';

/** Where a request comes from, as far as guesses of tokens are counted by it. */
function peerOf(bindings: Partial<Env['Bindings']>): string {
  return bindings.incoming?.socket.remoteAddress ?? 'unix';
}

/** Finds out by whom a request is made, before anything else of it is looked at. */
export function identifyCaller(authenticator: Authenticator): MiddlewareHandler<Env> {
  return async (context, next) => {
    const header = context.req.header('authorization');
    context.set('principal', await authenticator.identify(header, peerOf(context.env ?? {})));
    context.set('isStillValid', () => authenticator.isStillValid(header));
    await next();
  };
}

/**
 * Refuses what comes while too much is being worked on; health and the open streams are apart. So is
 * what only waits: agents that wait for a person must not keep him from answering.
 */
export function admitSome(most: number = LIMITS.requestsAtOnce): MiddlewareHandler<Env> {
  let working = 0;
  return async (context, next) => {
    if (working >= most) throw fault('overloaded', { limit: most });
    working += 1;
    context.set('whileIdle', async (wait) => {
      working -= 1;
      try {
        return await wait();
      } finally {
        working += 1;
      }
    });
    try {
      await next();
    } finally {
      working -= 1;
    }
  };
}

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** Refuses bodies that are not JSON by their own account, before one is read. */
export const requireJson: MiddlewareHandler<Env> = async (context, next) => {
  const { req } = context;
  const hasBody =
    req.header('transfer-encoding') !== undefined || Number(req.header('content-length') ?? 0) > 0;
  if (WITH_BODY.has(req.method) && hasBody) {
    const type = req.header('content-type') ?? 'none';
    if (!/^application\/json(\s*;|$)/i.test(type)) throw fault('wrong-content-type', { type });
  }
  await next();
};

/** Refuses bodies that are too large: by their stated length, which the parser holds them to, or as they come. */
export function limitBody(limit: number): MiddlewareHandler<Env> {
  const refuse = (): never => {
    throw fault('body-too-large', { limit });
  };
  const count = bodyLimit({ maxSize: limit, onError: refuse });
  return (context, next) => {
    // To count, the whole body is made a stream; that is half the cost of a small request.
    if (context.req.header('transfer-encoding') !== undefined) return count(context, next);
    if (Number(context.req.header('content-length') ?? 0) > limit) refuse();
    return next();
  };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Refuses what two readers could understand differently. What is not UTF-8, read as if it were, would
 * not be what its author meant; and who looked at a request on its way may have taken the first of two
 * members of one name, where `JSON.parse` takes the last.
 */
export const requireOneMeaning: MiddlewareHandler<Env> = async ({ req }, next) => {
  if (WITH_BODY.has(req.method)) {
    const bytes = new Uint8Array(await req.raw.arrayBuffer());
    if (!isUtf8(bytes)) throw fault('bad-json', {});
    const text = decoder.decode(bytes);
    const why = iJsonFlaw(text);
    if (why !== undefined) {
      throw isJson(text) ? fault('ambiguous-json', { why }) : fault('bad-json', {});
    }
    // What Hono keeps is a promise; its type names what that comes to.
    Reflect.set(req.bodyCache, 'text', Promise.resolve(text));
  }
  await next();
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const HARD = [
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
] as const;

/** Headers for every answer: nothing of it is for a browser to guess about, cache or frame. */
export const hardenAnswer: MiddlewareHandler<Env> = async (context, next) => {
  // Below Hono, which would take every answer apart and make it again.
  const outgoing = context.env?.outgoing;
  outgoing?.setHeader('x-request-id', context.get('requestId'));
  for (const [name, value] of HARD) outgoing?.setHeader(name, value);
  await next();
};
