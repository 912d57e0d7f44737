import { createRoute } from '@hono/zod-openapi';
import { healthSchema, type Readiness, readinessSchema } from '@rein/contract/api';
import * as z from 'zod';
import type { Metrics } from '../../metrics/metrics.js';
import { type Api, json, needs, REFUSED } from '../route.js';

const healthz = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether reind runs at all. Needs no token',
  responses: { 200: json(healthSchema, 'it does') },
});
const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Whether reind can do its work: store, engine, record, sinks. Needs no token',
  responses: {
    200: json(readinessSchema, 'it can; `degraded` if something is missing all the same'),
    503: json(readinessSchema, 'it cannot; the checks say what is missing'),
  },
});
const metricsText = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Numbers for Prometheus',
  ...needs('metrics:read'),
  responses: {
    200: { description: 'text format', content: { 'text/plain': { schema: z.string() } } },
    ...REFUSED,
  },
});

export interface HealthDeps {
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
}

export function addHealthRoutes(api: Api, { readiness }: Pick<HealthDeps, 'readiness'>): void {
  api.openapi(healthz, (context) => context.json({ status: 'ok' as const }, 200));
  api.openapi(readyz, async (context) => {
    const found = await readiness();
    return context.json(found, found.ready ? 200 : 503);
  });
}

export function addMetricsRoute(api: Api, { metrics }: Pick<HealthDeps, 'metrics'>): void {
  api.openapi(metricsText, async (context) =>
    context.text(await metrics.text(), 200, { 'content-type': metrics.contentType }),
  );
}
