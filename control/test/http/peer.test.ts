import { expect, test } from 'vitest';
import { type LookAtPeer, lookWithEngine } from '../../src/http/peer.js';
import { call, newDaemon } from './daemon.js';

/** A daemon whose next connections are looked at with `verdict`. */
async function newDoor() {
  let verdict: LookAtPeer = async () => yes;
  const daemon = await newDaemon({}, (connection) => verdict(connection));
  const next = (look: typeof verdict) => {
    verdict = look;
  };
  return { ...daemon, next };
}
const yes = { ok: true, pid: 1, uid: 0 };

test('a peer that may not has no rights with an administrator’s token, and is told why', async () => {
  const { socket, adminToken, next } = await newDoor();
  next(async () => ({ ok: false, pid: 4242, uid: 0 }));
  for (const path of ['/v1/agents', '/v1/approvals', '/healthz']) {
    const answer = await call(socket, 'GET', path, { token: adminToken, fresh: true });
    expect(answer.status, path).toBe(403);
    expect(answer.json.code).toBe('CTL105');
    expect(answer.json.detail).toContain('process 4242');
  }
  next(async () => yes);
  const answer = await call(socket, 'GET', '/v1/agents', { token: adminToken, fresh: true });
  expect(answer.status).toBe(200);
});

test('a peer that cannot be told is refused', async () => {
  const { socket, adminToken, next } = await newDoor();
  for (const look of [
    async () => Promise.reject(new Error('no engine')),
    lookWithEngine(() => '/nowhere/rein-engine'),
    lookWithEngine(() => '/bin/true'),
  ]) {
    next(look);
    const answer = await call(socket, 'GET', '/v1/agents', { token: adminToken, fresh: true });
    expect([answer.status, answer.json.code]).toEqual([403, 'CTL105']);
  }
  next(async () => yes);
});

test('nothing is answered before it is known who asks', async () => {
  const { socket, workspace, policy, adminToken, next } = await newDoor();
  let admit: (peer: typeof yes) => void = () => undefined;
  next(() => new Promise((resolve) => (admit = resolve)));
  const body = { agent_id: 'early', workspace, policy };
  const asked = call(socket, 'POST', '/v1/agents', { token: adminToken, body, fresh: true });
  // Another connection goes all the way meanwhile.
  next(async () => yes);
  const look = () => call(socket, 'GET', '/v1/agents/early', { token: adminToken, fresh: true });
  expect((await look()).status).toBe(404);
  admit(yes);
  expect((await asked).status).toBe(201);
  expect((await look()).status).toBe(200);
});
