import { createRoute } from '@hono/zod-openapi';
import {
  cancelRunSchema,
  createRunSchema,
  integritySchema,
  listRunsQuerySchema,
  openGateSchema,
  outputQuerySchema,
  outputSchema,
  pageOf,
  processTreeSchema,
  runEventsQuerySchema,
  runEventsSchema,
  runSchema,
  swapPolicySchema,
  ulidSchema,
} from '@rein/contract/api';
import * as z from 'zod';
import type { EventIndex } from '../../events/event-index.js';
import { badRequest } from '../../fault.js';
import { authorize, scopeOf } from '../../identity/authorize.js';
import { bundleRun } from '../../record/bundle.js';
import { verifyRun } from '../../record/verify-run.js';
import type { Runs } from '../../runs/runs.js';
import { isRunOver } from '../../runs/state-machine.js';
import { type Api, body, json, keyHeader, needs, REFUSED } from '../route.js';
import type { Streams } from '../stream.js';

const runParams = z.object({ run_id: ulidSchema });

const createRun = createRoute({
  method: 'post',
  path: '/v1/runs',
  summary: 'Starts a run of an agent. With Idempotency-Key, asking again is asking once',
  ...needs('runs:submit'),
  request: { body: body(createRunSchema), headers: keyHeader },
  responses: { 201: json(runSchema, 'it starts'), ...REFUSED },
});
const listRuns = createRoute({
  method: 'get',
  path: '/v1/runs',
  summary: 'Runs, newest first',
  ...needs('runs:read'),
  request: { query: listRunsQuerySchema },
  responses: { 200: json(pageOf(runSchema, 'RunPage'), 'a page'), ...REFUSED },
});
const getRun = createRoute({
  method: 'get',
  path: '/v1/runs/{run_id}',
  summary: 'One run',
  ...needs('runs:read'),
  request: { params: runParams },
  responses: { 200: json(runSchema, 'the run'), ...REFUSED },
});
const cancelRun = createRoute({
  method: 'post',
  path: '/v1/runs/{run_id}/cancel',
  summary: 'Ends a run with all its processes; again is no fault',
  ...needs('runs:cancel'),
  request: { params: runParams, body: body(cancelRunSchema) },
  responses: { 200: json(runSchema, 'ended'), ...REFUSED },
});
const swapPolicy = createRoute({
  method: 'post',
  path: '/v1/runs/{run_id}/policy',
  summary: 'Puts a live run under another policy, without a moment under none',
  ...needs('agents:write'),
  request: { params: runParams, body: body(swapPolicySchema) },
  responses: { 200: json(runSchema, 'it is under it'), ...REFUSED },
});
const openGate = createRoute({
  method: 'post',
  path: '/v1/runs/{run_id}/gates',
  summary: 'Opens what the policy calls `after approval` for this run',
  ...needs('approvals:decide'),
  request: { params: runParams, body: body(openGateSchema) },
  responses: { 200: json(runSchema, 'it is open'), ...REFUSED },
});
const runEvents = createRoute({
  method: 'get',
  path: '/v1/runs/{run_id}/events',
  summary: 'Entries of the record in order; as a stream with Accept: text/event-stream',
  ...needs('runs:read'),
  request: { params: runParams, query: runEventsQuerySchema },
  responses: {
    200: {
      description: 'entries after `after`',
      content: {
        'application/json': { schema: runEventsSchema },
        'text/event-stream': { schema: z.string() },
      },
    },
    ...REFUSED,
  },
});
const runOutput = createRoute({
  method: 'get',
  path: '/v1/runs/{run_id}/output',
  summary: 'A piece of what the command wrote',
  ...needs('runs:read'),
  request: { params: runParams, query: outputQuerySchema },
  responses: { 200: json(outputSchema, 'from `offset` on'), ...REFUSED },
});
const processTree = createRoute({
  method: 'get',
  path: '/v1/runs/{run_id}/process-tree',
  summary: 'The processes of the run that live now',
  ...needs('runs:read'),
  request: { params: runParams },
  responses: { 200: json(processTreeSchema, 'parents before children'), ...REFUSED },
});
const integrity = createRoute({
  method: 'get',
  path: '/v1/runs/{run_id}/integrity',
  summary: 'Verifies the record from its bytes',
  ...needs('audit:verify'),
  request: { params: runParams },
  responses: { 200: json(integritySchema, 'what was found'), ...REFUSED },
});

/** Lines of JSON: the first says what it is, the others are the entries. */
const BUNDLE_TYPE = 'application/vnd.rein.bundle';
const bundle = createRoute({
  method: 'get',
  path: '/v1/runs/{run_id}/bundle',
  summary: 'The record with all that is needed to verify it elsewhere',
  ...needs('audit:verify'),
  request: { params: runParams },
  responses: {
    200: {
      description: 'the bundle, as docs/reference/ledger-format.md has it',
      content: { [BUNDLE_TYPE]: { schema: z.string() } },
    },
    ...REFUSED,
  },
});

export interface RunDeps {
  readonly runs: Runs;
  readonly events: EventIndex;
  readonly streams: Streams;
  readonly state: string;
}

export function addRunRoutes(api: Api, { runs, events, streams, state }: RunDeps): void {
  api.openapi(createRun, async (context) => {
    const key = context.req.valid('header')['idempotency-key'];
    const asked = context.req.valid('json');
    if (asked.attached === true && context.env.incoming?.socket.remoteAddress !== undefined) {
      throw badRequest([{ path: 'attached', message: 'goes over the Unix socket only' }]);
    }
    return context.json(await runs.create(context.get('principal'), asked, key), 201);
  });
  api.openapi(listRuns, async (context) => {
    const scope = scopeOf(context.get('principal'), 'runs:read');
    return context.json(await runs.list(scope, context.req.valid('query')), 200);
  });
  api.openapi(getRun, async (context) => {
    const { run_id } = context.req.valid('param');
    return context.json(await runs.get(context.get('principal'), run_id), 200);
  });
  api.openapi(cancelRun, async (context) => {
    const { run_id } = context.req.valid('param');
    const { reason = 'cancelled' } = context.req.valid('json');
    return context.json(await runs.cancel(context.get('principal'), run_id, reason), 200);
  });
  api.openapi(swapPolicy, async (context) => {
    const { run_id } = context.req.valid('param');
    const { policy, reason = '' } = context.req.valid('json');
    const swap = { policy, reason };
    return context.json(await runs.swapPolicy(context.get('principal'), run_id, swap), 200);
  });
  api.openapi(openGate, async (context) => {
    const { run_id } = context.req.valid('param');
    const { gate, reason = '' } = context.req.valid('json');
    const opened = await runs.openGate(context.get('principal'), run_id, { gate, reason });
    return context.json(opened, 200);
  });
  api.openapi(runOutput, async (context) => {
    const { run_id } = context.req.valid('param');
    const { stream, offset } = context.req.valid('query');
    return context.json(await runs.output(context.get('principal'), run_id, stream, offset), 200);
  });
  api.openapi(processTree, async (context) => {
    const { run_id } = context.req.valid('param');
    const processes = await runs.tree(context.get('principal'), run_id);
    return context.json({ run_id, processes }, 200);
  });
  api.openapi(integrity, async (context) => {
    const { run_id } = context.req.valid('param');
    await runs.require(context.get('principal'), 'audit:verify', run_id);
    return context.json(await verifyRun(state, runs.folderOf(run_id), run_id), 200);
  });
  api.openapi(bundle, async (context) => {
    const { run_id } = context.req.valid('param');
    await runs.require(context.get('principal'), 'audit:verify', run_id);
    const made = await bundleRun(state, runs.folderOf(run_id), run_id);
    const headers = { 'content-type': BUNDLE_TYPE };
    return context.body(ReadableStream.from(made.chunks()), 200, headers);
  });
  api.openapi(runEvents, async (context) => {
    const { run_id } = context.req.valid('param');
    const { limit, after } = context.req.valid('query');
    const principal = context.get('principal');
    authorize(principal, 'runs:read');
    const page = async (from: number) => {
      await runs.require(principal, 'runs:read', run_id);
      await runs.catchUp(run_id);
      const row = await runs.require(principal, 'runs:read', run_id);
      const items = await events.ofRun(row, from, limit);
      const last = items.at(-1)?.seq ?? from;
      return { items, next_after: last, ended: isRunOver(row.status) && last >= row.events - 1 };
    };
    if (!wantsStream(context.req.header('accept'))) return context.json(await page(after), 200);
    let from = lastEventId(context.req.header('last-event-id')) ?? after;
    await page(from);
    return streams.follow(
      context,
      (change) => change.runId === run_id,
      async () => {
        const { items, next_after, ended } = await page(from);
        from = next_after;
        const sent = items.map((item) => ({
          ...{ id: String(item.seq), event: item.kind, data: JSON.stringify(item) },
        }));
        return { events: sent, ended };
      },
    );
  });
}

export function wantsStream(accept: string | undefined): boolean {
  return accept !== undefined && /\btext\/event-stream\b/.test(accept);
}

function lastEventId(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}
