import { expect, test } from 'vitest';
import { PERMISSIONS, ROLES, STANDINGS } from '../../../contract/src/api/rights.js';
import { RIGHTS } from '../../src/identity/rights.js';
import { newDaemon } from './daemon.js';

interface Operation {
  readonly 'x-rein-permission'?: (typeof PERMISSIONS)[number];
  readonly requestBody?: unknown;
}

const OPEN = ['GET /healthz', 'GET /readyz'];
const ID = '01JD3ZK8W0Q4V7X2Y5T6R9B1NC';

/** Every route of the interface, as its own description lists them. */
async function routesOf(ask: Awaited<ReturnType<typeof newDaemon>>['ask']) {
  const { json } = await ask('GET', '/v1/openapi.json');
  const paths: Record<string, Record<string, Operation>> = json.paths;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path: path.replace('{agent_id}', 'nobody').replace(/\{\w+\}/g, ID),
      permission: operation['x-rein-permission'],
    })),
  );
}

test('every route but health needs a permission, and every permission a role', async () => {
  const { ask } = await newDaemon();
  const routes = await routesOf(ask);
  expect(routes.length).toBeGreaterThan(20);
  const open = routes.filter(({ permission }) => permission === undefined);
  expect(open.map(({ name }) => name).sort()).toEqual(OPEN);
  const granted = PERMISSIONS.filter((permission) =>
    STANDINGS.some((standing) => RIGHTS[standing][permission] !== 'none'),
  );
  expect(granted).toEqual([...PERMISSIONS]);
});

test('every route and every role: refused for the right, or for something else', async () => {
  const { ask, tokenOf, bootstrap, socket, newAgent } = await newDaemon();
  await newAgent();
  const ended = await ask('GET', '/v1/runs', { token: bootstrap });
  expect(ended.json.code).toBe('CTL023');
  const routes = await routesOf(ask);
  const tokens = new Map(
    await Promise.all(ROLES.map(async (role) => [role, await tokenOf(role, `t-${role}`)] as const)),
  );
  for (const route of routes) {
    if (route.permission === undefined) continue;
    const without = await ask(route.method, route.path, { token: undefined });
    expect(without.status, `${route.name} without a token`).toBe(401);
    for (const role of ROLES) {
      if (route.path === '/v1/events/stream') continue;
      const asked = {
        token: tokens.get(role) ?? '',
        body: route.method === 'GET' ? undefined : {},
      };
      const { status, json } = await ask(route.method, route.path, asked);
      const isRefused = status === 403 && json.code === 'CTL022';
      const expected = RIGHTS[role][route.permission] === 'none';
      expect(isRefused, `${route.name} as ${role}: ${status}`).toBe(expected);
    }
  }
  expect(socket).toContain('reind.sock');
});
