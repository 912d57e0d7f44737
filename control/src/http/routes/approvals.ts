import { createRoute } from '@hono/zod-openapi';
import {
  approvalSchema,
  decideSchema,
  listApprovalsQuerySchema,
  pageOf,
  ulidSchema,
} from '@rein/contract/api';
import * as z from 'zod';
import type { Approvals } from '../../approvals/approvals.js';
import { fault } from '../../fault.js';
import { authorize, scopeOf } from '../../identity/authorize.js';
import { etag, optionalVersion } from '../etag.js';
import { type Api, body, json, needs, REFUSED } from '../route.js';

const requestParams = z.object({ request_id: ulidSchema });

const listApprovals = createRoute({
  method: 'get',
  path: '/v1/approvals',
  summary: 'What waits for a person, and what was decided; newest first',
  ...needs('approvals:read'),
  request: { query: listApprovalsQuerySchema },
  responses: { 200: json(pageOf(approvalSchema, 'ApprovalPage'), 'a page'), ...REFUSED },
});
const getApproval = createRoute({
  method: 'get',
  path: '/v1/approvals/{request_id}',
  summary: 'One request, with all that is known of the action',
  ...needs('approvals:read'),
  request: { params: requestParams },
  responses: { 200: json(approvalSchema, 'its ETag is in the header'), ...REFUSED },
});
const grantApproval = createRoute({
  method: 'post',
  path: '/v1/approvals/{request_id}/grant',
  summary: 'Lets the action pass. If-Match and `digest` make sure that it is the one looked at',
  ...needs('approvals:decide'),
  request: { params: requestParams, body: body(decideSchema) },
  responses: { 200: json(approvalSchema, 'granted'), ...REFUSED },
});
const denyApproval = createRoute({
  method: 'post',
  path: '/v1/approvals/{request_id}/deny',
  summary: 'Refuses the action; the reason reaches the agent',
  ...needs('approvals:decide'),
  request: { params: requestParams, body: body(decideSchema) },
  responses: { 200: json(approvalSchema, 'denied'), ...REFUSED },
});

export function addApprovalRoutes(api: Api, approvals: Approvals): void {
  api.openapi(listApprovals, async (context) => {
    const scope = scopeOf(context.get('principal'), 'approvals:read');
    return context.json(await approvals.list(scope, context.req.valid('query')), 200);
  });
  api.openapi(getApproval, async (context) => {
    const { request_id } = context.req.valid('param');
    const found = await approvals.get(request_id);
    authorize(context.get('principal'), 'approvals:read', {
      ...{ submittedBy: found.requested_by, agentId: found.agent_id, runId: found.run_id },
      hidden: () => fault('no-such-approval', { request: request_id }),
    });
    context.header('etag', etag(found.version));
    return context.json(found, 200);
  });
  api.openapi(grantApproval, async (context) => {
    const { request_id } = context.req.valid('param');
    const version = optionalVersion(context.req.header('if-match'));
    const answer = context.req.valid('json');
    const by = context.get('principal');
    return context.json(await approvals.decide(by, request_id, 'approve', answer, version), 200);
  });
  api.openapi(denyApproval, async (context) => {
    const { request_id } = context.req.valid('param');
    const version = optionalVersion(context.req.header('if-match'));
    const answer = context.req.valid('json');
    const by = context.get('principal');
    return context.json(await approvals.decide(by, request_id, 'deny', answer, version), 200);
  });
}
