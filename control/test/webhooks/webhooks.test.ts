import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createApprovals } from '../../src/approvals/approvals.js';
import { LIMITS } from '../../src/limits.js';
import { createWebhooks } from '../../src/webhooks/webhooks.js';
import { until } from '../runs/bench.js';
import { newStand, principal } from '../stand.js';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A receiver on loopback that answers as it is told. */
async function newReceiver(answer: (count: number) => number) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ headers: request.headers, body });
    const status = answer(received.length);
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('x');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { received, url: `http://127.0.0.1:${port}/hook` };
}

const secret = Buffer.from('a secret of the receiver');

async function newDesk(answer: (count: number) => number) {
  const stand = await newStand();
  const { db, clock, bus } = stand;
  const { received, url } = await newReceiver(answer);
  const events = ['approval.requested', 'approval.decided'] as const;
  const webhooks = createWebhooks(db, clock, [{ url, secret, events }]);
  const approvals = createApprovals({ db, clock, bus, tell: webhooks.enqueue });
  const ask = () =>
    approvals.request({
      ...{ runId: 'r', agentId: 'a', requestedBy: 'sam', source: 'action', reference: 'one' },
      ...{ digest: 'a'.repeat(64), expiresAt: clock.now() + 60_000 },
      asked: { op: 'fs.write', target: 'out.txt' },
    });
  return { ...stand, received, webhooks, approvals, ask };
}

test('a receiver is told once of what is asked and of what was decided, and can check who says so', async () => {
  const { received, webhooks, approvals, ask } = await newDesk(() => 204);
  const { request_id: id } = await ask();
  await webhooks.send();
  await approvals.decide(principal('approver'), id, 'deny', { reason: 'no', scope: 'once' });
  await webhooks.send();
  await webhooks.send();
  expect(received.map(({ body }) => JSON.parse(body).type)).toEqual([
    'approval.requested',
    'approval.decided',
  ]);
  for (const { headers, body } of received) {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const mac = createHmac('sha256', secret).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${mac}`);
  }
});

test('a receiver that fails is tried again later, with the same id, until it takes it', async () => {
  const { db, received, webhooks, ask, move } = await newDesk((count) => (count < 3 ? 503 : 200));
  await ask();
  await webhooks.send();
  await webhooks.send();
  expect(received).toHaveLength(1);
  move(1000);
  await webhooks.send();
  move(2000);
  await webhooks.send();
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await webhooks.counts()).toEqual({ pending: 0, dead: 0 });
  // What arrived is in the record, and not here as well.
  expect(await db.selectFrom('webhook').selectAll().execute()).toEqual([]);
});

test('a receiver that never answers keeps no other waiting', async () => {
  const { db, clock, bus } = await newStand();
  const slow = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const address = slow.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const { received, url } = await newReceiver(() => 200);
  const events = ['approval.requested'] as const;
  const stuck = { url: `http://127.0.0.1:${port}/`, secret, events };
  const webhooks = createWebhooks(db, clock, [stuck, { url, secret, events }]);
  onTestFinished(async () => {
    slow.closeAllConnections();
    slow.close();
    await webhooks.stop();
  });
  const approvals = createApprovals({ db, clock, bus, tell: webhooks.enqueue });
  for (const reference of ['one', 'two']) {
    await approvals.request({
      ...{ runId: 'r', agentId: 'a', requestedBy: 'sam', source: 'action', reference },
      ...{ digest: 'a'.repeat(64), expiresAt: clock.now() + 60_000 },
      asked: { op: 'fs.write', target: reference },
    });
  }
  void webhooks.send();
  await until(async () => received.length === 2 || undefined);
});

test('after its last attempt a delivery is dead, and a redirect counts as a failure', async () => {
  const { received, webhooks, ask, move } = await newDesk(() => 302);
  await ask();
  for (let round = 0; round < LIMITS.webhookAttempts + 3; round++) {
    await webhooks.send();
    move(LIMITS.webhookPauseMs);
  }
  expect(received).toHaveLength(LIMITS.webhookAttempts);
  expect(await webhooks.counts()).toEqual({ pending: 0, dead: 1 });
});
