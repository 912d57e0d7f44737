import { readFileSync } from 'node:fs';
import { PERMISSIONS, ROLES } from '@rein/contract/api';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { createApp } from '../../src/http/app.js';
import type { Api } from '../../src/http/route.js';
import { addActionRoutes } from '../../src/http/routes/actions.js';
import { addPolicyRoutes } from '../../src/http/routes/policy.js';
import { RIGHTS } from '../../src/identity/rights.js';
import { golden } from '../golden.js';
import { COMMANDS } from './commands.js';
import { newDaemon } from './daemon.js';

/** The paths of Guardplane that are this part's, under their own names. */
const SEEDS = [
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /v1/auth/whoami',
  'GET /v1/auth/tokens',
  'POST /v1/auth/tokens',
  'POST /v1/auth/tokens/{token_id}/rotate',
  'POST /v1/auth/tokens/{token_id}/revoke',
  'POST /v1/init',
  'POST /v1/agents',
  'POST /v1/runs',
  'POST /v1/runs/{run_id}/cancel',
  'GET /v1/runs',
  'GET /v1/runs/{run_id}',
  'GET /v1/runs/{run_id}/events',
  'GET /v1/runs/{run_id}/integrity',
  'GET /v1/runs/{run_id}/bundle',
  'GET /v1/approvals',
  'GET /v1/approvals/{request_id}',
  'POST /v1/approvals/{request_id}/grant',
  'GET /v1/audit/events',
  'POST /v1/syscall',
  'POST /v1/policy/evaluate',
  'POST /v1/policy/explain/agents/{agent_id}',
  'GET /v1/policy/effective/agents/{agent_id}',
  // What the seeds left out.
  'POST /v1/approvals/{request_id}/deny',
  'GET /v1/agents',
  'GET /v1/agents/{agent_id}',
  'PATCH /v1/agents/{agent_id}',
  'DELETE /v1/agents/{agent_id}',
  'GET /v1/runs/{run_id}/process-tree',
  'GET /v1/events/stream',
];

test('the description is OpenAPI 3.1, by somebody else’s account', async () => {
  const text = readFileSync(
    new URL('../../../docs/reference/openapi.json', import.meta.url),
    'utf8',
  );
  const good = await new Validator().validate(JSON.parse(text));
  expect(good).toEqual({ valid: true });
  const broken = text.replace('"in": "path"', '"in": "nowhere"');
  expect((await new Validator().validate(JSON.parse(broken))).valid).toBe(false);
});

interface Operation {
  readonly summary?: string;
  readonly 'x-rein-permission'?: string;
}

test('the description is committed as the daemon gives it, and has the paths of the seeds', async () => {
  const { ask } = await newDaemon();
  const { json } = await ask('GET', '/v1/openapi.json');
  golden('docs/reference/openapi.json', `${JSON.stringify(json, null, 2)}\n`);
  const paths: Record<string, Record<string, Operation>> = json.paths;
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
  const names = routes.map(({ name }) => name);
  expect(SEEDS.filter((route) => !names.includes(route))).toEqual([]);
  expect(json.openapi).toBe('3.1.0');

  const page = readFileSync(new URL('../../../docs/reference/api.md', import.meta.url), 'utf8');
  const routeRows = routes.map(({ name, operation }) => {
    const right = operation['x-rein-permission'];
    const command = COMMANDS[name] ?? 'none';
    const shown = command.startsWith('(') ? command.slice(1, -1) : `\`rein ${command}\``;
    return `| \`${name}\` | ${right === undefined ? 'nothing' : `\`${right}\``} | ${operation.summary ?? ''} | ${shown} |`;
  });
  const rightRows = PERMISSIONS.map((permission) => {
    const cells = ROLES.map((role) => RIGHTS[role][permission].replace('none', ''));
    return `| \`${permission}\` | ${cells.join(' | ')} |`;
  });
  const withRoutes = between(page, 'routes', [
    '| route | needs | what it does | by command |',
    '|---|---|---|---|',
    ...routeRows,
  ]);
  const head = [`| permission | ${ROLES.join(' | ')} |`, `|---${'|---'.repeat(ROLES.length)}|`];
  golden('docs/reference/api.md', between(withRoutes, 'rights', [...head, ...rightRows]));
});

test('every route that is served is described: what it takes, what it gives, what it needs', async () => {
  const { ask } = await newDaemon();
  const { json } = await ask('GET', '/v1/openapi.json');
  const deps: Parameters<typeof createApp>[0] = Object.assign(Object.create(null), {
    authenticator: {},
    extend(api: Api) {
      addActionRoutes(api, Object.create(null));
      addPolicyRoutes(api, Object.create(null));
    },
  });
  const served = createApp(deps)
    .routes.filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  const paths: Record<string, Record<string, DescribedOperation>> = json.paths;
  const described = new Map(
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, one]) => [`${method.toUpperCase()} ${path}`, one]),
    ),
  );
  expect([...described.keys()].sort()).toEqual([...new Set(served)].sort());
  expect(Object.keys(COMMANDS).sort()).toEqual([...described.keys()].sort());
  for (const [name, { summary, parameters = [], requestBody, responses }] of described) {
    expect(summary, name).toMatch(/^[A-Z].+[^.]$/);
    const named = [...name.matchAll(/\{(\w+)\}/g)].map(([, one]) => one);
    const stated = parameters.filter((one) => one.in === 'path').map((one) => one.name);
    expect(stated, name).toEqual(named);
    for (const { description, content } of Object.values(responses)) {
      expect(description, name).not.toBe('');
      for (const { schema } of Object.values(content ?? {})) expect(schema, name).toBeDefined();
    }
    // 2xx, and the refusals that all but health have.
    expect(
      Object.keys(responses).some((status) => /^2\d\d$/.test(status)),
      name,
    ).toBe(true);
    expect('default' in responses || /\/(healthz|readyz)$/.test(name), name).toBe(true);
    if (/^GET|^DELETE/.test(name)) expect(requestBody, name).toBeUndefined();
  }
});

interface DescribedOperation extends Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Record<
    string,
    {
      readonly description: string;
      readonly content?: Record<string, { readonly schema?: object }>;
    }
  >;
}

function between(page: string, name: string, lines: readonly string[]): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = page.indexOf(open) + open.length;
  return `${page.slice(0, start)}\n${lines.join('\n')}\n${page.slice(page.indexOf(close))}`;
}
