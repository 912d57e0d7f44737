import { createRoute } from '@hono/zod-openapi';
import {
  type ActionView,
  actionQuerySchema,
  actionSchema,
  finishRunSchema,
  runSchema,
  submitActionSchema,
  submitSyscallSchema,
  ulidSchema,
} from '@rein/contract/api';
import * as z from 'zod';
import type { Actions } from '../../actions/actions.js';
import { type Api, body, json, keyHeader, needs, REFUSED } from '../route.js';

const ANSWERS = {
  200: json(actionSchema, 'decided: done, failed or denied; `decision` and `status` say which'),
  202: json(actionSchema, 'it waits for a person; read it again, with `wait_ms`'),
  ...REFUSED,
};

const submitAction = createRoute({
  method: 'post',
  path: '/v1/actions',
  summary: 'Asks for an action. With Idempotency-Key, asking again is asking once',
  ...needs('actions:submit'),
  request: { body: body(submitActionSchema), headers: keyHeader },
  responses: ANSWERS,
});
const submitSyscall = createRoute({
  method: 'post',
  path: '/v1/syscall',
  summary: 'The older name of `POST /v1/actions`',
  ...needs('actions:submit'),
  request: { body: body(submitSyscallSchema), headers: keyHeader },
  responses: ANSWERS,
});
const getAction = createRoute({
  method: 'get',
  path: '/v1/actions/{action_id}',
  summary: 'An action with a key, or one that waits; with `wait_ms`, as soon as it is over',
  ...needs('actions:submit'),
  request: { params: z.object({ action_id: ulidSchema }), query: actionQuerySchema },
  responses: ANSWERS,
});

const finishRun = createRoute({
  method: 'post',
  path: '/v1/runs/{run_id}/finish',
  summary: 'Ends a run that takes actions: they are done, or it gave up; again is no fault',
  ...needs('actions:submit'),
  request: { params: z.object({ run_id: ulidSchema }), body: body(finishRunSchema) },
  responses: { 200: json(runSchema, 'ended'), ...REFUSED },
});

export function addActionRoutes(api: Api, actions: Actions): void {
  api.openapi(finishRun, async (context) => {
    const { run_id } = context.req.valid('param');
    const { outcome, reason } = context.req.valid('json');
    const by = context.get('principal');
    return context.json(await actions.finish(by, run_id, outcome, reason), 200);
  });
  api.openapi(submitAction, async (context) => {
    const key = context.req.valid('header')['idempotency-key'];
    const view = await actions.submit(context.get('principal'), context.req.valid('json'), key);
    return isOver(view) ? context.json(view, 200) : context.json(view, 202);
  });
  api.openapi(submitSyscall, async (context) => {
    const key = context.req.valid('header')['idempotency-key'];
    const { run_id, syscall, args } = context.req.valid('json');
    const asked = { run_id, capability: syscall, args };
    const view = await actions.submit(context.get('principal'), asked, key);
    return isOver(view) ? context.json(view, 200) : context.json(view, 202);
  });
  api.openapi(getAction, async (context) => {
    const { action_id } = context.req.valid('param');
    const { wait_ms } = context.req.valid('query');
    const by = context.get('principal');
    const find = () => actions.get(by, action_id, wait_ms);
    const view = await (wait_ms > 0 ? context.get('whileIdle')(find) : find());
    return isOver(view) ? context.json(view, 200) : context.json(view, 202);
  });
}

function isOver({ status }: ActionView): boolean {
  return status !== 'waiting' && status !== 'running';
}
