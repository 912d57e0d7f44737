import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Call, clientOver } from '../src/index.js';

const ID = '01JD3ZK8W0Q4V7X2Y5T6R9B1NC';
const DOCUMENT = new URL('../../docs/reference/openapi.json', import.meta.url);

interface Operation {
  readonly requestBody?: { readonly required?: boolean };
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

/** What is asked of `reind` by each method of a client. */
async function callsOf(use: (client: ReturnType<typeof clientOver>) => readonly unknown[]) {
  const calls: Call[] = [];
  const client = clientOver((call) => {
    calls.push(call);
    return Promise.reject(new Error('nobody answers'));
  });
  await Promise.allSettled(use(client));
  return calls;
}

it('asks for what is described, by the parameters that are, and with a body where one is', async () => {
  const calls = await callsOf((client) => {
    const { agents, identity } = client;
    const agent = { agent_id: 'a', workspace: '/w', policy: '/p' };
    return [
      ...[client.startRun({ agent_id: 'a' }, 'key'), client.run(ID), client.cancelRun(ID)],
      client.listRuns({ limit: 1, cursor: 'x', status: 'RUNNING', agent_id: 'a' }),
      ...[client.swapPolicy(ID, '/p'), client.finishRun(ID, 'fail'), client.integrity(ID)],
      ...[client.output(ID, 'stdout', 0), client.runEvents(ID, -1), client.processTree(ID)],
      ...[client.openGate(ID, 'reviewed'), client.submit(ID, 'fs.list', { path: '.' }, 'key')],
      ...[client.action(ID, 1), client.approval(ID), client.grant(ID), client.deny(ID)],
      client.listApprovals({ limit: 1, cursor: 'x', status: 'PENDING', agent_id: 'a', run_id: ID }),
      client.explain('a', 'fs.read', 'b'),
      ...[agents.create(agent), agents.list(), agents.get('a'), agents.remove('a', 1)],
      agents.update('a', 1, { mode: 'strict' }),
      ...[identity.whoami(), identity.init(), identity.ready(), identity.listTokens(true)],
      identity.createToken({ role: 'admin', label: 'x' }),
      ...[identity.rotateToken(ID), identity.revokeToken(ID)],
    ];
  });
  const { paths }: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
    readFileSync(DOCUMENT, 'utf8'),
  );
  const used = calls.map(({ method, path, body, headers = {} }) => {
    const [place = '', query = ''] = path.split('?');
    const described = place.replaceAll(ID, '{}').replace(/(agents)\/a$/, '$1/{}');
    const pattern = Object.keys(paths).find((one) => one.replace(/\{\w+\}/g, '{}') === described);
    const operation = paths[pattern ?? '']?.[method.toLowerCase()];
    const name = `${method} ${pattern ?? place}`;
    expect(operation, name).toBeDefined();
    expect(body !== undefined, name).toBe(operation?.requestBody !== undefined);
    const known = (kind: string) =>
      (operation?.parameters ?? []).filter((one) => one.in === kind).map((one) => one.name);
    expect(known('query'), name).toEqual(
      expect.arrayContaining([...new URLSearchParams(query).keys()]),
    );
    const keyed = Object.keys(headers).filter((header) => header === 'idempotency-key');
    expect(known('header'), name).toEqual(expect.arrayContaining(keyed));
    return name;
  });
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  // Lists of entries, bundles and numbers are for programs of other kinds, which have `call`.
  expect(all.filter((name) => !used.includes(name)).sort()).toEqual([
    'GET /healthz',
    'GET /metrics',
    'GET /v1/audit/events',
    'GET /v1/events/stream',
    'GET /v1/openapi.json',
    'GET /v1/policy/effective/agents/{agent_id}',
    'GET /v1/runs/{run_id}/bundle',
    'POST /v1/policy/evaluate',
    'POST /v1/syscall',
  ]);
});
