import type { OpenAPIHono } from '@hono/zod-openapi';
import { idempotencyKeySchema, type Permission, problemSchema } from '@rein/contract/api';
import type { MiddlewareHandler } from 'hono';
import * as z from 'zod';
import { authorize } from '../identity/authorize.js';
import type { Env } from './context.js';

export type Api = OpenAPIHono<Env>;

/** What every route may answer beside its own. */
export const REFUSED = {
  default: {
    description: 'refused; the code says why',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
} as const;

/** A JSON answer. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } } as const;
}

/** A JSON body that must be there. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** Under a key asking again is asking once. */
export const keyHeader = z.object({ 'idempotency-key': idempotencyKeySchema.optional() });

/**
 * What makes a route one of `/v1`: the one permission that it needs, asked for before anything else
 * of the request is looked at. It stands in the description of the interface too, from which the
 * tests take it.
 */
export function needs(permission: Permission) {
  const middleware: MiddlewareHandler<Env> = async (context, next) => {
    authorize(context.get('principal'), permission);
    await next();
  };
  return { security: [{ bearer: [] }], 'x-rein-permission': permission, middleware };
}
