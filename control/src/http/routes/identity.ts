import { createRoute } from '@hono/zod-openapi';
import {
  createTokenSchema,
  initSchema,
  issuedTokenSchema,
  PERMISSIONS,
  rotateTokenSchema,
  tokenSchema,
  ulidSchema,
  whoamiSchema,
} from '@rein/contract/api';
import * as z from 'zod';
import { reachOf } from '../../identity/authorize.js';
import type { Tokens } from '../../identity/tokens.js';
import { type Api, body, json, needs, REFUSED } from '../route.js';

const tokenParams = z.object({ token_id: ulidSchema });

const whoami = createRoute({
  method: 'get',
  path: '/v1/auth/whoami',
  summary: 'Who the token belongs to and what it may do',
  ...needs('self:read'),
  responses: { 200: json(whoamiSchema, 'the caller'), ...REFUSED },
});
const init = createRoute({
  method: 'post',
  path: '/v1/init',
  summary: 'Says that the daemon is set up; again is no fault',
  ...needs('system:init'),
  responses: { 200: json(initSchema, 'set up'), ...REFUSED },
});
const listTokens = createRoute({
  method: 'get',
  path: '/v1/auth/tokens',
  summary: 'All tokens, without their secrets',
  ...needs('tokens:read'),
  request: { query: z.strictObject({ active_only: z.stringbool().default(false) }) },
  responses: { 200: json(z.object({ items: z.array(tokenSchema) }), 'newest first'), ...REFUSED },
});
const createToken = createRoute({
  method: 'post',
  path: '/v1/auth/tokens',
  summary: 'Makes a token; the answer holds its secret, this once',
  ...needs('tokens:write'),
  request: { body: body(createTokenSchema) },
  responses: { 201: json(issuedTokenSchema, 'made'), ...REFUSED },
});
const rotateToken = createRoute({
  method: 'post',
  path: '/v1/auth/tokens/{token_id}/rotate',
  summary: 'A new secret for the same rights; the old one ends',
  ...needs('tokens:write'),
  request: { params: tokenParams, body: body(rotateTokenSchema) },
  responses: { 201: json(issuedTokenSchema, 'made'), ...REFUSED },
});
const revokeToken = createRoute({
  method: 'post',
  path: '/v1/auth/tokens/{token_id}/revoke',
  summary: 'Ends a token; again is no fault',
  ...needs('tokens:write'),
  request: { params: tokenParams },
  responses: { 200: json(tokenSchema, 'ended'), ...REFUSED },
});

export interface IdentityDeps {
  readonly tokens: Tokens;
  /** Says that the daemon is set up; whether it is the first time. */
  readonly initialize: () => Promise<z.infer<typeof initSchema>>;
}

export function addIdentityRoutes(api: Api, { tokens, initialize }: IdentityDeps): void {
  api.openapi(whoami, (context) => {
    const principal = context.get('principal');
    const { standing, subject, tokenId, runId, agentId } = principal;
    const permissions = PERMISSIONS.map((permission) => ({
      permission,
      reach: reachOf(principal, permission),
    })).filter(({ reach }) => reach !== 'none');
    return context.json(
      {
        ...{ subject, standing, permissions },
        ...(tokenId === undefined ? {} : { token_id: tokenId }),
        ...(runId === undefined ? {} : { run_id: runId }),
        ...(agentId === undefined ? {} : { agent_id: agentId }),
      },
      200,
    );
  });
  api.openapi(init, async (context) => context.json(await initialize(), 200));
  api.openapi(listTokens, async (context) => {
    const { active_only } = context.req.valid('query');
    return context.json({ items: await tokens.list(active_only) }, 200);
  });
  api.openapi(createToken, async (context) => {
    const asked = context.req.valid('json');
    return context.json(await tokens.create(context.get('principal'), asked), 201);
  });
  api.openapi(rotateToken, async (context) => {
    const { token_id } = context.req.valid('param');
    const asked = context.req.valid('json');
    return context.json(await tokens.rotate(context.get('principal'), token_id, asked), 201);
  });
  api.openapi(revokeToken, async (context) => {
    const { token_id } = context.req.valid('param');
    return context.json(await tokens.revoke(context.get('principal'), token_id), 200);
  });
}
