import { request } from 'node:http';
import { expect, test } from 'vitest';
import { createBus } from '../../src/bus/bus.js';
import { until } from '../runs/bench.js';
import { newDaemon, type TestDaemon } from './daemon.js';

interface Sent {
  readonly id?: string;
  readonly event: string;
  readonly data: string;
}

/** Reads a stream of events until the server ends it. */
function listen({ socket, adminToken }: TestDaemon, path: string, lastEventId?: string) {
  const sent: Sent[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    const asked = request({
      ...{ socketPath: socket, path },
      headers: {
        authorization: `Bearer ${adminToken}`,
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
    });
    asked.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
          const id = field('id');
          sent.push({
            ...(id === undefined ? {} : { id }),
            ...{ event: field('event') ?? '', data: field('data') ?? '' },
          });
        }
      });
      response.on('end', resolve);
    });
    asked.on('error', reject);
    asked.end();
  });
  return { sent, ended };
}

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
