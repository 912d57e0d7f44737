import { createRoute } from '@hono/zod-openapi';
import {
  agentIdSchema,
  effectiveSchema,
  evaluateSchema,
  evaluationSchema,
} from '@rein/contract/api';
import * as z from 'zod';
import type { Policies } from '../../actions/policies.js';
import { requireAgent } from '../../identity/authorize.js';
import { type Api, body, json, needs, REFUSED } from '../route.js';

const agentParams = z.object({ agent_id: agentIdSchema });

const evaluate = createRoute({
  method: 'post',
  path: '/v1/policy/evaluate',
  summary: 'What a policy says about an action; nothing is done and nothing recorded',
  ...needs('policy:evaluate'),
  request: { body: body(evaluateSchema) },
  responses: { 200: json(evaluationSchema, 'the decision, and what led to it'), ...REFUSED },
});
const explain = createRoute({
  method: 'post',
  path: '/v1/policy/explain/agents/{agent_id}',
  summary: 'The same for the policy of an agent',
  ...needs('policy:evaluate'),
  request: {
    params: agentParams,
    body: body(evaluateSchema.omit({ agent_id: true, policy: true })),
  },
  responses: { 200: json(evaluationSchema, 'the decision, and what led to it'), ...REFUSED },
});
const effective = createRoute({
  method: 'get',
  path: '/v1/policy/effective/agents/{agent_id}',
  summary:
    'All that an agent is held to: capabilities, rules of the engine, and what is not enforced here',
  ...needs('policy:evaluate'),
  request: { params: agentParams },
  responses: { 200: json(effectiveSchema, 'rules, each with its layer'), ...REFUSED },
});

export function addPolicyRoutes(api: Api, policies: Policies): void {
  api.openapi(evaluate, async (context) => {
    const asked = context.req.valid('json');
    if (asked.agent_id !== undefined) requireAgent(context.get('principal'), asked.agent_id);
    return context.json(await policies.evaluate(asked), 200);
  });
  api.openapi(explain, async (context) => {
    const { agent_id } = context.req.valid('param');
    requireAgent(context.get('principal'), agent_id);
    return context.json(await policies.evaluate({ ...context.req.valid('json'), agent_id }), 200);
  });
  api.openapi(effective, async (context) => {
    const { agent_id } = context.req.valid('param');
    requireAgent(context.get('principal'), agent_id);
    return context.json(await policies.effective(agent_id), 200);
  });
}
