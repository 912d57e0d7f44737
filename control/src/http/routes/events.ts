import { createRoute } from '@hono/zod-openapi';
import { eventSchema, listEventsQuerySchema, pageOf } from '@rein/contract/api';
import * as z from 'zod';
import { mayHear } from '../../bus/bus.js';
import type { EventIndex } from '../../events/event-index.js';
import { scopeOf } from '../../identity/authorize.js';
import type { Runs } from '../../runs/runs.js';
import { type Api, json, needs, REFUSED } from '../route.js';
import type { Streams } from '../stream.js';

const listEvents = createRoute({
  method: 'get',
  path: '/v1/audit/events',
  summary: 'Entries of all records, newest first',
  ...needs('events:read'),
  request: { query: listEventsQuerySchema },
  responses: { 200: json(pageOf(eventSchema, 'EventPage'), 'a page'), ...REFUSED },
});
const streamChanges = createRoute({
  method: 'get',
  path: '/v1/events/stream',
  summary: 'Tells what changed, as it changes: runs, requests, entries that the caller may read',
  ...needs('self:read'),
  responses: {
    200: {
      description: 'server-sent events named `open`, `run`, `approval`, `event`, `beat`, `overrun`',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...REFUSED,
  },
});

export interface EventDeps {
  readonly events: EventIndex;
  readonly runs: Pick<Runs, 'catchUp'>;
  readonly streams: Streams;
}

export function addEventRoutes(api: Api, { events, runs, streams }: EventDeps): void {
  api.openapi(listEvents, async (context) => {
    const scope = scopeOf(context.get('principal'), 'events:read');
    const query = context.req.valid('query');
    // The index is a moment behind the record: who asks about one run has what it holds by now.
    if (query.run_id !== undefined) await runs.catchUp(query.run_id);
    return context.json(await events.list(scope, query), 200);
  });
  api.openapi(streamChanges, (context) => {
    const principal = context.get('principal');
    return streams.changes(context, (change) => mayHear(principal, change));
  });
}
