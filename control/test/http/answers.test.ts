import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../runs/bench.js';
import { call, newDaemon } from './daemon.js';
import { described, seen } from './described.js';

const POLICY = `version: 1
capabilities:
  fs.list:
    - allow: "."
  fs.write:
    - ask: "**"
policy: |
  rule no-push:
    block exec "git" "push"
    because "Not from here."
`;

/** Every answer is held against the description where it is received; here all of them are. */
test('every route gives each of the answers that it is described with', async () => {
  const daemon = await newDaemon();
  const { ask, socket, workspace, home, tokenOf } = daemon;
  const policy = join(home, 'capable.yaml');
  writeFileSync(policy, POLICY);
  await call(socket, 'GET', '/healthz');
  await call(socket, 'GET', '/readyz');
  await ask('GET', '/metrics');
  await ask('GET', '/v1/openapi.json');
  await ask('GET', '/v1/auth/whoami');
  await ask('POST', '/v1/init');

  const body = { agent_id: 'capable', workspace, policy, description: 'for this' };
  await ask('POST', '/v1/agents', { body });
  await ask('GET', '/v1/agents');
  await ask('GET', '/v1/agents/capable');
  const headers = { 'if-match': '"1"' };
  await ask('PATCH', '/v1/agents/capable', { headers, body: { mode: 'strict' } });
  const question = { capability: 'fs.write', resource: 'a' };
  await ask('POST', '/v1/policy/explain/agents/capable', { body: question });
  await ask('POST', '/v1/policy/evaluate', { body: { ...question, agent_id: 'capable' } });
  await ask('GET', '/v1/policy/effective/agents/capable');

  const bound = { agent_id: 'capable', expires_at: Date.now() + 3_600_000 };
  const ci = await tokenOf('run_submitter', 'ci', bound);
  await ask('GET', '/v1/auth/whoami', { token: ci });
  const { json: tokens } = await ask('GET', '/v1/auth/tokens?active_only=true');
  const id = tokens.items.find(({ label }: { label: string }) => label === 'ci').token_id;
  await ask('POST', `/v1/auth/tokens/${id}/rotate`, { body: { overlap_ms: 60_000 } });
  await ask('POST', `/v1/auth/tokens/${id}/revoke`);
  await ask('GET', '/v1/auth/tokens');

  const sam = await tokenOf('run_submitter', 'sam');
  const command = ['sh', '-c', 'echo out; until [ -e go ]; do sleep 0.02; done; exit 3'];
  const { json: run } = await ask('POST', '/v1/runs', {
    token: sam,
    body: { agent_id: 'capable', command, budgets: { seconds: 60 }, provenance: {} },
  });
  const at = (path: string): string => `/v1/runs/${run.run_id}${path}`;
  await until(async () => (await ask('GET', at('/process-tree'))).json.processes.length > 0);
  const swapped = await ask('POST', at('/policy'), { body: { policy, reason: 'again' } });
  // The engine of these tests knows no swap; with the real one it is a test of its own.
  expect(swapped.json.code).toBe('CTL054');
  writeFileSync(join(workspace, 'go'), '');
  await until(async () => (await ask('GET', at(''))).json.ended_at);
  await ask('GET', at('/output?stream=stdout'));
  await ask('GET', at('/events'));
  await until(async () => (await ask('GET', at('/integrity'))).json.sealed);
  await ask('GET', at('/bundle'));
  await ask('GET', '/v1/runs?limit=1');

  const { json: session } = await ask('POST', '/v1/runs', {
    token: sam,
    body: { agent_id: 'capable' },
  });
  const act = async (capability: string, args: object, path = '/v1/actions', name = 'capability') =>
    (
      await ask('POST', path, {
        ...{
          token: sam,
          headers: { 'idempotency-key': `${name}-${capability.replace('.', '-')}` },
        },
        body: { run_id: session.run_id, [name]: capability, args },
      })
    ).json;
  const done = await act('fs.list', { path: '.' });
  await ask('GET', `/v1/actions/${done.action_id}`, { token: sam });
  await act('fs.list', { path: '.' }, '/v1/syscall', 'syscall');
  const one = await act('fs.write', { path: 'a', content: 'x' });
  const two = await act('fs.write', { path: 'b', content: 'x' }, '/v1/syscall', 'syscall');
  await ask('GET', `/v1/actions/${one.action_id}`, { token: sam });
  await ask('GET', '/v1/approvals?limit=1');
  await ask('POST', `/v1/approvals/${one.request_id}/grant`, { body: { reason: 'yes', by: 'me' } });
  await ask('POST', `/v1/approvals/${two.request_id}/deny`, { body: { reason: 'no' } });
  await ask('GET', `/v1/approvals/${one.request_id}`);
  await ask('POST', `/v1/runs/${session.run_id}/finish`, { token: sam, body: { outcome: 'fail' } });
  await ask('POST', at('/cancel'), { body: {} });
  await ask('GET', '/v1/audit/events?limit=500');
  await ask('DELETE', '/v1/agents/capable', { headers: { 'if-match': '"2"' } });

  const missing = described.filter((answer) => !seen.has(answer));
  expect(missing).toEqual([
    // A store that takes no writes, the engine, and a stream that does not end: tests of their own.
    'GET /readyz 503',
    'POST /v1/runs/{run_id}/policy 200',
    'POST /v1/runs/{run_id}/gates 200',
    'GET /v1/events/stream 200',
  ]);
});
