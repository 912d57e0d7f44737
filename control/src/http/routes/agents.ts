import { createRoute } from '@hono/zod-openapi';
import {
  agentIdSchema,
  agentSchema,
  createAgentSchema,
  updateAgentSchema,
} from '@rein/contract/api';
import * as z from 'zod';
import type { Agents } from '../../agents/agents.js';
import { requireAgent } from '../../identity/authorize.js';
import { etag, requiredVersion } from '../etag.js';
import { type Api, body, json, needs, REFUSED } from '../route.js';

const agentParams = z.object({ agent_id: agentIdSchema });

const createAgent = createRoute({
  method: 'post',
  path: '/v1/agents',
  summary: 'Makes an agent: a workspace and a policy under a name',
  ...needs('agents:write'),
  request: { body: body(createAgentSchema) },
  responses: { 201: json(agentSchema, 'made; its ETag is in the header'), ...REFUSED },
});
const listAgents = createRoute({
  method: 'get',
  path: '/v1/agents',
  summary: 'All agents, by name',
  ...needs('agents:read'),
  request: { query: z.strictObject({}) },
  responses: { 200: json(z.object({ items: z.array(agentSchema) }), 'all'), ...REFUSED },
});
const getAgent = createRoute({
  method: 'get',
  path: '/v1/agents/{agent_id}',
  summary: 'One agent',
  ...needs('agents:read'),
  request: { params: agentParams },
  responses: { 200: json(agentSchema, 'its ETag is in the header'), ...REFUSED },
});
const updateAgent = createRoute({
  method: 'patch',
  path: '/v1/agents/{agent_id}',
  summary: 'Changes an agent; runs under way keep the policy they began with. Needs If-Match',
  ...needs('agents:write'),
  request: { params: agentParams, body: body(updateAgentSchema) },
  responses: { 200: json(agentSchema, 'changed'), ...REFUSED },
});
const deleteAgent = createRoute({
  method: 'delete',
  path: '/v1/agents/{agent_id}',
  summary: 'Deletes an agent and ends its tokens; its runs stay on record. Needs If-Match',
  ...needs('agents:write'),
  request: { params: agentParams },
  responses: { 204: { description: 'deleted' }, ...REFUSED },
});

export function addAgentRoutes(api: Api, agents: Agents): void {
  api.openapi(createAgent, async (context) => {
    const agent = await agents.create(context.get('principal'), context.req.valid('json'));
    context.header('etag', etag(agent.version));
    return context.json(agent, 201);
  });
  api.openapi(listAgents, async (context) => {
    const { agentId } = context.get('principal');
    const all = await agents.list();
    const items = all.filter(({ agent_id }) => agentId === undefined || agentId === agent_id);
    return context.json({ items }, 200);
  });
  api.openapi(getAgent, async (context) => {
    const { agent_id } = context.req.valid('param');
    requireAgent(context.get('principal'), agent_id);
    const { agent } = await agents.get(agent_id);
    context.header('etag', etag(agent.version));
    return context.json(agent, 200);
  });
  api.openapi(updateAgent, async (context) => {
    const { agent_id } = context.req.valid('param');
    const version = requiredVersion(context.req.header('if-match'));
    const asked = context.req.valid('json');
    const agent = await agents.update(context.get('principal'), agent_id, version, asked);
    context.header('etag', etag(agent.version));
    return context.json(agent, 200);
  });
  api.openapi(deleteAgent, async (context) => {
    const { agent_id } = context.req.valid('param');
    const version = requiredVersion(context.req.header('if-match'));
    await agents.remove(context.get('principal'), agent_id, version);
    return context.body(null, 204);
  });
}
