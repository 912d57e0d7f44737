import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { flawsOf } from '@rein/contract/api';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import type { Agents } from '../agents/agents.js';
import type { Approvals } from '../approvals/approvals.js';
import type { EventIndex } from '../events/event-index.js';
import { badRequest, fault } from '../fault.js';
import type { Authenticator } from '../identity/authenticate.js';
import { newId } from '../ids.js';
import { LIMITS } from '../limits.js';
import type { Env } from './context.js';
import {
  admitSome,
  hardenAnswer,
  identifyCaller,
  limitBody,
  requireJson,
  requireOneMeaning,
} from './gate.js';
import { problemResponse } from './problem.js';
import { type Api, json, needs, REFUSED } from './route.js';
import { addAgentRoutes } from './routes/agents.js';
import { addApprovalRoutes } from './routes/approvals.js';
import { addEventRoutes } from './routes/events.js';
import { addHealthRoutes, addMetricsRoute, type HealthDeps } from './routes/health.js';
import { addIdentityRoutes, type IdentityDeps } from './routes/identity.js';
import { addRunRoutes, type RunDeps } from './routes/runs.js';

export interface AppDeps extends IdentityDeps, RunDeps, HealthDeps {
  readonly agents: Agents;
  readonly approvals: Approvals;
  readonly events: EventIndex;
  readonly authenticator: Authenticator;
  /** More routes under the same gates, from whoever builds on this. */
  readonly extend?: (api: Api) => void;
  /** Hears of every bug, with the id of the request that met it. */
  readonly onBug: (error: unknown, requestId: string) => void;
}

const openApiRoute = createRoute({
  method: 'get',
  path: '/v1/openapi.json',
  summary: 'This description',
  ...needs('self:read'),
  responses: { 200: json(z.record(z.string(), z.unknown()), 'OpenAPI 3.1'), ...REFUSED },
});

/**
 * The whole interface over HTTP. In this order: an id for the request, who asks, whether there is
 * room, whether this route is for them, and only then what is asked. A request that fails at one
 * step leaves no trace of a later one.
 */
export function createApp(deps: AppDeps): Api {
  const { authenticator, metrics } = deps;
  const app: Api = new OpenAPIHono<Env>({
    strict: true,
    defaultHook(result) {
      if (result.success) return;
      throw badRequest(flawsOf(result.error));
    },
  });
  app.onError((error, context) => {
    const id = context.get('requestId') ?? newId();
    const thrown = error instanceof HTTPException ? faultOfHono(error) : error;
    const { response, known } = problemResponse(
      thrown,
      id,
      authenticator.requests.retryAfterSeconds(),
    );
    if (known === undefined) deps.onBug(error, id);
    metrics.faulted(known?.code ?? 'internal');
    return response;
  });
  app.notFound((context) => {
    const id = context.get('requestId') ?? newId();
    const { path, method } = context.req;
    const allowed = methodsAt(app, path);
    if (allowed.length === 0) return problemResponse(fault('not-found', { path }), id, 1).response;
    const { response } = problemResponse(fault('wrong-method', { path, method }), id, 1);
    response.headers.set('allow', allowed.join(', '));
    return response;
  });
  app.use(async (context, next) => {
    context.set('requestId', newId());
    const startedMs = performance.now();
    await next();
    const { method, routePath } = context.req;
    const seconds = (performance.now() - startedMs) / 1000;
    metrics.requestTook(seconds, method, routePath, context.res.status);
  });
  app.use(hardenAnswer);
  addHealthRoutes(app, deps);

  app.use(identifyCaller(authenticator));
  app.use(admitSome());
  app.use(requireJson);
  app.use(limitBody(LIMITS.bodyBytes));
  app.use(requireOneMeaning);
  addMetricsRoute(app, deps);
  addIdentityRoutes(app, deps);
  addAgentRoutes(app, deps.agents);
  addRunRoutes(app, deps);
  addApprovalRoutes(app, deps.approvals);
  addEventRoutes(app, deps);
  deps.extend?.(app);
  app.openapi(openApiRoute, (context) => context.json(describeApp(app), 200));
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
  });
  return app;
}

/** The methods that a path takes. */
function methodsAt(app: Api, path: string): string[] {
  const segments = path.split('/');
  const isAt = (pattern: readonly string[]): boolean =>
    pattern.length === segments.length &&
    pattern.every((part, at) => part === segments[at] || part.startsWith(':'));
  const found = app.routes.filter((route) => route.method !== 'ALL' && isAt(route.path.split('/')));
  return [...new Set(found.map(({ method }) => method))];
}

/** What Hono's own refusals are in our table. */
function faultOfHono(error: HTTPException): Error {
  if (error.status === 400) return fault('bad-json', {});
  if (error.status === 413) return fault('body-too-large', { limit: LIMITS.bodyBytes });
  return error;
}

/** The description of the interface, OpenAPI 3.1. */
export function describeApp(app: Api): Record<string, unknown> {
  const described = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'reind',
      version: '1',
      description:
        'The control plane of Rein: agents, runs, approvals, and a record that verifies.',
    },
  });
  return { ...described };
}
