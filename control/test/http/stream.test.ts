import { once } from 'node:events';
import { connect } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import { expect, onTestFinished, test } from 'vitest';
import { createBus } from '../../src/bus/bus.js';
import type { Env } from '../../src/http/context.js';
import { createStreams } from '../../src/http/stream.js';
import { until } from '../runs/bench.js';
import { newDaemon } from './daemon.js';
import { listen } from './listen-events.js';

test('the entries of a run are sent as they come, to their end, and a lost connection is taken up', async () => {
  const daemon = await newDaemon();
  await daemon.newAgent();
  const body = { agent_id: 'researcher', command: ['sh', '-c', 'sleep 0.3; exit 4'] };
  const { json: run } = await daemon.ask('POST', '/v1/runs', { body });
  const path = `/v1/runs/${run.run_id}/events?limit=2`;
  const first = listen(daemon, path);
  await first.ended;
  const kinds = first.sent.map(({ event }) => event);
  expect(kinds.slice(0, 2)).toEqual(['start', 'started']);
  expect(kinds).toContain('end');
  expect(first.sent.map(({ id }) => Number(id))).toEqual(kinds.map((_, index) => index));
  const again = listen(daemon, path, '1');
  await again.ended;
  expect(again.sent.map(({ id }) => id).slice(0, 2)).toEqual(['2', '3']);
});

test('changes are told while they happen', async () => {
  const daemon = await newDaemon();
  await daemon.newAgent();
  const { sent } = listen(daemon, '/v1/events/stream');
  await until(async () => sent.some(({ event }) => event === 'open'));
  const { json: run } = await daemon.ask('POST', '/v1/runs', { body: { agent_id: 'researcher' } });
  await daemon.ask('POST', `/v1/runs/${run.run_id}/cancel`, { body: {} });
  await until(async () =>
    sent.some(
      ({ event, data }) =>
        event === 'run' && data.includes(run.run_id) && data.includes('"CANCELLED"'),
    ),
  );
});

test('a reader that takes nothing is cut off, and one that does is told that it missed something', async () => {
  const bus = createBus(10);
  const streams = createStreams(bus, 8, 1000);
  const app = new OpenAPIHono<Env>();
  app.get('/', (context) => {
    context.set('isStillValid', async () => true);
    return streams.changes(context, () => true);
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const open = async () => {
    const reader = connect(port, '127.0.0.1');
    await once(reader, 'connect');
    reader.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(reader, 'readable');
    return reader;
  };
  const [slow, quick] = [await open(), await open()];
  let said = '';
  quick.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect(streams.open).toBe(2);
  const owner = { submittedBy: 's', agentId: 'a' };
  let seq = 0;
  // In rounds that the one who reads keeps up with: only the other fills what lies between.
  await until(async () => {
    for (let round = 0; round < 5; round++) {
      bus.publish({ kind: 'event', runId: 'x'.repeat(50_000), seq: seq++, ...owner });
    }
    return streams.open === 1;
  });
  expect(said).not.toContain('overrun');
  slow.destroy();
  for (let burst = 0; burst < 50; burst++) {
    bus.publish({ kind: 'event', runId: 'r', seq: seq++, ...owner });
  }
  await until(async () => said.includes('event: overrun'));
  expect(streams.open).toBe(0);
  quick.destroy();
});

test('a listener that falls behind is told so, and keeps nobody else waiting', async () => {
  const bus = createBus(10);
  const slow = bus.subscribe(() => true);
  const quick = bus.subscribe(({ kind }) => kind === 'event');
  const owner = { submittedBy: 's', agentId: 'a' };
  for (let seq = 0; seq < 100; seq++) {
    bus.publish({ kind: 'event', runId: 'r', seq, ...owner });
    expect(await quick.next()).toMatchObject({ seq });
  }
  expect(slow.overrun).toBe(true);
  expect(await slow.next()).toBeUndefined();
  expect(bus.listeners).toBe(1);
});
