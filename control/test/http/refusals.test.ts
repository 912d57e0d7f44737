import { OpenAPIHono } from '@hono/zod-openapi';
import { expect, test } from 'vitest';
import { createApp } from '../../src/http/app.js';
import type { Env } from '../../src/http/context.js';
import { admitSome } from '../../src/http/gate.js';
import { LIMITS } from '../../src/limits.js';
import { newActionBench } from '../actions/bench.js';
import { until } from '../runs/bench.js';
import { faultOf, principal } from '../stand.js';
import { newDaemon } from './daemon.js';

const ID = '01JD3ZK8W0Q4V7X2Y5T6R9B1NC';

test.each([
  ['POST', `/v1/auth/tokens/${ID}/revoke`, undefined, 'CTL025'],
  ['POST', `/v1/auth/tokens/${ID}/rotate`, {}, 'CTL025'],
  ['POST', '/v1/auth/tokens', { role: 'auditor', label: 'x', expires_at: 1 }, 'CTL027'],
  ['POST', '/v1/auth/tokens', { role: 'auditor', label: 'x', agent_id: 'a' }, 'CTL028'],
  ['GET', `/v1/approvals/${ID}`, undefined, 'CTL060'],
  ['POST', `/v1/approvals/${ID}/deny`, {}, 'CTL060'],
  ['PATCH', '/v1/agents/a', {}, 'CTL008'],
  ['GET', '/v1/runs?cursor=e30', undefined, 'CTL006'],
  ['GET', `/v1/runs/${ID}`, undefined, 'CTL045'],
  ['POST', '/v1/runs', { agent_id: 'nobody' }, 'CTL040'],
] as const)(
  '%s %s is refused with its code, its help and its id',
  async (method, path, body, code) => {
    const { ask } = await newDaemon();
    const { json, headers, status } = await ask(method, path, body === undefined ? {} : { body });
    expect(json).toMatchObject({
      ...{ code, status, type: `urn:rein:${code}` },
      title: expect.stringMatching(/^[a-z -]+$/),
      help: expect.stringMatching(/\w/),
    });
    expect(headers['x-request-id']).toBe(json.instance);
    expect(headers['cache-control']).toBe('no-store');
  },
);

test('what is wrong with a request is said member by member', async () => {
  const { ask } = await newDaemon();
  const body = { agent_id: '../x', command: [], budgets: { seconds: -1 } };
  const { json } = await ask('POST', '/v1/runs', { body });
  expect(json.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'agent_id',
    'budgets.seconds',
    'command',
  ]);
});

test('an agent with runs under way is not deleted', async () => {
  const { ask, newAgent } = await newDaemon();
  await newAgent();
  await ask('POST', '/v1/runs', { body: { agent_id: 'researcher' } });
  const headers = { 'if-match': '"1"' };
  expect(await ask('DELETE', '/v1/agents/researcher', { headers })).toMatchObject({
    status: 409,
    json: { code: 'CTL044' },
  });
});

test('past its limit of requests the daemon refuses more at once, and goes on after', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const app = new OpenAPIHono<Env>();
  app.onError(
    (error) => new Response(error instanceof Error ? error.message : '', { status: 503 }),
  );
  app.use(admitSome(2));
  app.get('/', async (context) => {
    await held;
    return context.text('done');
  });
  const first = [app.request('/'), app.request('/')];
  const third = await app.request('/');
  expect([third.status, await third.text()]).toEqual([
    503,
    '2 requests are being worked on already',
  ]);
  expect(await faultOf(() => admitSome(0)(Object.create(null), async () => undefined))).toBe(
    'overloaded',
  );
  release();
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await app.request('/')).status).toBe(200);
});

test('while the daemon refuses more work its health is told, and then it goes on', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const deps: Parameters<typeof createApp>[0] = Object.assign(Object.create(null), {
    authenticator: {
      requests: { retryAfterSeconds: () => 1 },
      identify: async () => principal('admin'),
    },
    metrics: { faulted: () => undefined, requestTook: () => undefined },
    agents: { list: () => held.then(() => []) },
    readiness: async () => ({ ready: true, degraded: false, checks: [] }),
  });
  const app = createApp(deps);
  const working = Array.from({ length: LIMITS.requestsAtOnce }, () => app.request('/v1/agents'));
  const refused = await until(async () => {
    const answer = await app.request('/v1/auth/whoami');
    return answer.status === 503 && answer;
  });
  expect(JSON.parse(await refused.text())).toMatchObject({ code: 'CTL010' });
  expect(refused.headers.get('retry-after')).toBe('1');
  for (const path of ['/healthz', '/readyz']) expect((await app.request(path)).status).toBe(200);
  release();
  expect(new Set((await Promise.all(working)).map(({ status }) => status))).toEqual(new Set([200]));
  expect((await app.request('/v1/auth/whoami')).status).toBe(200);
});

test('agents that wait for a person leave room for the answer', async () => {
  const { act, ask, pat, sam } = await newActionBench('  fs.write:\n    - ask: "**"');
  const { json } = await act('fs.write', { path: 'a', content: 'x' });
  const path = `/v1/actions/${json.action_id}?wait_ms=25000`;
  const waiting = Array.from({ length: LIMITS.requestsAtOnce + 50 }, () =>
    ask('GET', path, { token: sam, fresh: true }),
  );
  await until(async () => {
    const { text } = await ask('GET', '/metrics', { fresh: true });
    return Number(/^rein_waiting (\d+)$/m.exec(text)?.[1]) === waiting.length;
  });
  const granted = await ask('POST', `/v1/approvals/${json.request_id}/grant`, {
    ...{ token: pat, body: {}, fresh: true },
  });
  expect(granted.status).toBe(200);
  const answers = await Promise.all(waiting);
  expect(new Set(answers.map(({ json: view }) => view.status))).toEqual(new Set(['done']));
});

test('a bug says nothing of itself to the outside, and everything to the log', async () => {
  const bugs: [unknown, string][] = [];
  const deps: Parameters<typeof createApp>[0] = Object.assign(Object.create(null), {
    authenticator: { requests: { retryAfterSeconds: () => 1 } },
    metrics: { faulted: () => undefined, requestTook: () => undefined },
    onBug: (error: unknown, id: string) => bugs.push([error, id]),
    readiness: () => Promise.reject(new Error('secret detail at /etc/passwd')),
  });
  const answer = await createApp(deps).request('/readyz');
  const problem: { readonly instance?: string } = JSON.parse(await answer.text());
  expect(problem).toMatchObject({ status: 500, code: 'CTL019', title: 'internal' });
  expect(JSON.stringify(problem)).not.toContain('secret');
  expect(bugs).toMatchObject([[{ message: 'secret detail at /etc/passwd' }, problem.instance]]);
});
