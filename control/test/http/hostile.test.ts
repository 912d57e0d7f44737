import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LIMITS } from '../../src/limits.js';
import { newActionBench } from '../actions/bench.js';
import { until } from '../runs/bench.js';
import { newDaemon, type TestDaemon } from './daemon.js';

const ID = '01JD3ZK8W0Q4V7X2Y5T6R9B1NC';

/** Sends bytes as they are, and returns what comes back until the first answer or, `all`, to the end. */
async function raw(socketPath: string, bytes: string | Buffer, all = false): Promise<string> {
  const socket = connect(socketPath);
  await once(socket, 'connect');
  let said = '';
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  socket.write(bytes);
  const ended = once(socket, 'close');
  const answered = until(async () => said.includes('\r\n\r\n') || undefined);
  await (all ? ended : Promise.race([ended, answered]));
  socket.destroy();
  return said;
}

const health = async ({ ask }: TestDaemon) => (await ask('GET', '/healthz')).status;

test.each([
  ['no JSON', '{"role": ', 400, 'CTL003'],
  ['JSON of another shape', '[]', 400, 'CTL002'],
  ['a member that nobody knows', '{"role":"admin","label":"x","is_root":true}', 400, 'CTL002'],
  ['a role that nobody has', '{"role":"bootstrap","label":"x"}', 400, 'CTL002'],
  ['half of a surrogate pair', '{"role":"admin","label":"\\ud800"}', 400, 'CTL014'],
  ['a name that stands twice', '{"role":"auditor","role":"admin","label":"x"}', 400, 'CTL014'],
  ['a name in two spellings', '{"role":"auditor","r\\u006fle":"admin","label":"x"}', 400, 'CTL014'],
  ['a number that is none', '{"role":"admin","label":"x","expires_at":1e400}', 400, 'CTL014'],
  ['a number that is not exact', '{"role":"admin","label":"x","expires_at":1e300}', 400, 'CTL002'],
  ['JSON that is deep and whole', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'CTL014'],
  ['a prototype', '{"role":"admin","label":"x","__proto__":{"standing":"admin"}}', 400, 'CTL002'],
  ['JSON that is deep', `${'['.repeat(100_000)}`, 400, 'CTL003'],
])('a body with %s does no harm', async (_, body, status, code) => {
  const daemon = await newDaemon();
  const answer = await daemon.ask('POST', '/v1/auth/tokens', { body });
  expect([answer.status, answer.json.code]).toEqual([status, code]);
  expect(answer.headers['content-type']).toContain('problem+json');
  expect(await health(daemon)).toBe(200);
});

test('a body that is too large is refused, with its length or without', async () => {
  const daemon = await newDaemon();
  const body = JSON.stringify({ role: 'admin', label: 'x'.repeat(LIMITS.bodyBytes) });
  expect(await daemon.ask('POST', '/v1/auth/tokens', { body })).toMatchObject({ status: 413 });
  const chunked = await daemon.ask('POST', '/v1/auth/tokens', {
    body,
    headers: { 'transfer-encoding': 'chunked' },
  });
  expect(chunked).toMatchObject({ status: 413, json: { code: 'CTL004' } });
  expect(await health(daemon)).toBe(200);
});

test('a body that is not UTF-8 is refused, and not written as something else', async () => {
  const { act, ask, read } = await newActionBench('\n  fs.write:\n    - allow: "**"\n');
  const { json } = await act('fs.write', { path: 'kept', content: '\ufffd ü' });
  expect(json.status).toBe('done');
  const good = JSON.stringify({
    ...{ run_id: json.run_id, capability: 'fs.write' },
    args: { path: 'other', content: 'ü' },
  });
  // The same bytes in Latin-1; sent whole and in chunks.
  const bytes = Buffer.from(good, 'latin1');
  for (const headers of [
    { 'content-length': String(bytes.length) },
    { 'transfer-encoding': 'chunked' },
  ]) {
    const answer = await ask('POST', '/v1/actions', { body: bytes, headers });
    expect([answer.status, answer.json.code]).toEqual([400, 'CTL003']);
  }
  expect(() => read('other')).toThrow('ENOENT');
  expect((await ask('POST', '/v1/actions', { body: good })).json.status).toBe('done');
  expect([read('kept'), read('other')]).toEqual(['\ufffd ü', 'ü']);
});

test('what a path does not take, and a filter that nobody knows, are refused', async () => {
  const { ask } = await newDaemon();
  const wrong = await ask('DELETE', '/v1/runs');
  expect([wrong.status, wrong.json.code, wrong.headers.allow]).toEqual([
    ...[405, 'CTL013', 'POST, GET'],
  ]);
  expect((await ask('PATCH', `/v1/runs/${ID}`)).headers.allow).toBe('GET');
  expect((await ask('GET', '/v1/nothing')).status).toBe(404);
  // A misspelt filter would be none, and the list of all would pass for the one of some.
  for (const path of [
    ...['/v1/runs?agent=x', '/v1/approvals?state=PENDING', '/v1/audit/events?l=1'],
    ...['/v1/agents?mode=strict', '/v1/auth/tokens?role=admin', `/v1/runs/${ID}/events?kind=x`],
  ]) {
    const { status, json } = await ask('GET', path);
    expect([status, json.errors[0].message]).toEqual([
      ...[400, expect.stringContaining('there is no member')],
    ]);
  }
  const { json } = await ask('GET', '/v1/runs?limit=many');
  expect(json.errors).toEqual([{ path: 'limit', message: 'not a number' }]);
});

test('a body of another type is refused before it is read', async () => {
  const { ask } = await newDaemon();
  const headers = { 'content-type': 'text/plain' };
  const answer = await ask('POST', '/v1/auth/tokens', { body: '{}', headers });
  expect(answer).toMatchObject({ status: 415, json: { code: 'CTL005' } });
});

test.each([
  ['a path out of it', '/v1/runs/..%2f..%2fetc%2fpasswd'],
  ['a path out of it, not encoded', '/v1/runs/../../etc/passwd'],
  ['a NUL', `/v1/runs/${ID}%00`],
  ['a slash', `/v1/runs/${ID}%2fevents`],
  ['small letters', `/v1/runs/${ID.toLowerCase()}`],
  ['an address of the file system', '/v1/agents/.%2e'],
  ['a line break', '/v1/agents/a%0d%0aX-Admin:%20yes'],
  ['what is no UTF-8', '/v1/agents/%ff%fe'],
  ['an endless name', `/v1/agents/${'a'.repeat(4000)}`],
])('an id with %s finds nothing', async (_, path) => {
  const daemon = await newDaemon();
  const { status, headers } = await daemon.ask('GET', path);
  expect([400, 404]).toContain(status);
  expect(headers['x-admin']).toBeUndefined();
  expect(await health(daemon)).toBe(200);
});

test.each([
  ['a cursor that is no cursor', 'cursor=%00'],
  ['a cursor of something else', `cursor=${Buffer.from('[{"a":1}]').toString('base64url')}`],
  ['a cursor with SQL', `cursor=${Buffer.from('["x\' or 1=1 --", 2]').toString('base64url')}`],
  ['a cursor of another list', `cursor=${Buffer.from('[1,2,3]').toString('base64url')}`],
  ['a cursor with a number for an id', `cursor=${Buffer.from('[7]').toString('base64url')}`],
  ['a cursor that is cut', `cursor=${Buffer.from(`["${ID}`).toString('base64url')}`],
  ['a limit past the limit', 'limit=100000'],
  ['a status that is none', 'status=RUNNING%27'],
])('%s is refused', async (_, query) => {
  const { ask } = await newDaemon();
  expect((await ask('GET', `/v1/runs?${query}`)).status).toBe(400);
});

test.each([
  ['two lengths', 'Content-Length: 0\r\nContent-Length: 44'],
  ['two lengths in one', 'Content-Length: 0, 44'],
  ['a length and chunks', 'Content-Length: 44\r\nTransfer-Encoding: chunked'],
  ['chunks under another name', 'Transfer-Encoding: xchunked'],
  ['chunks that are not the last', 'Transfer-Encoding: chunked, identity'],
  ['chunks behind a space', 'Transfer-Encoding : chunked'],
  ['chunks behind a tab', 'Transfer-Encoding:\tchunked\r\nContent-Length: 44'],
  ['a length with a sign', 'Content-Length: +44'],
  ['a length in hex', 'Content-Length: 0x2c'],
  ['a folded header', 'X: y\r\n Content-Length: 44'],
  ['a bare line feed', 'X: y\nContent-Length: 44'],
  ['a bare carriage return', 'X: y\rContent-Length: 44'],
  ['a name with a NUL', 'X\0: y'],
  ['two hosts', 'Host: b'],
])('a request with %s smuggles no other', async (_, header) => {
  const daemon = await newDaemon();
  const { adminToken, socket, ask } = daemon;
  const asked = `POST /v1/init HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${adminToken}\r\n`;
  const hidden = asked.replace('init', 'auth/tokens');
  const body = '{"role":"admin","label":"smuggled"}';
  const inner = `${hidden}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const said = await raw(socket, `${asked}${header}\r\n\r\n0\r\n\r\n${inner}`, true);
  // Whatever is answered, it is refused once, and what stands behind it is no request.
  expect(said).toMatch(/^HTTP\/1\.1 400 /);
  expect(said.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
  const { json } = await ask('GET', '/v1/auth/tokens');
  expect(json.items.map(({ label }: { label: string }) => label)).not.toContain('smuggled');
  expect(await health(daemon)).toBe(200);
});

test('of two credentials in one request none is believed in the place of the other', async () => {
  const { adminToken, socket, tokenOf } = await newDaemon();
  const auditor = await tokenOf('auditor');
  const asked = `GET /v1/auth/whoami HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${auditor}\r\n`;
  for (const header of [
    `Authorization: Bearer ${adminToken}`,
    `authorization: Bearer ${adminToken}`,
    `Proxy-Authorization: Bearer ${adminToken}`,
    `Cookie: authorization=Bearer ${adminToken}`,
  ]) {
    const said = await raw(socket, `${asked}${header}\r\nConnection: close\r\n\r\n`, true);
    expect(said).not.toContain('"standing":"admin"');
  }
});

test('a cursor that was made up leads nowhere else than through one’s own list', async () => {
  const { ask, newAgent, tokenOf } = await newDaemon();
  await newAgent();
  const [sam, eve] = [await tokenOf('run_submitter', 'sam'), await tokenOf('run_submitter', 'eve')];
  for (const token of [sam, eve, sam]) {
    await ask('POST', '/v1/runs', { token, body: { agent_id: 'researcher' } });
  }
  const made = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url');
  const last = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';
  const runs = await ask('GET', `/v1/runs?cursor=${made([last])}`, { token: eve });
  expect(runs.json.items).toMatchObject([{ submitted_by: 'eve' }]);
  const late = made([8_000_000_000_000_000, 9_000_000, 9_000_000]);
  const events = await ask('GET', `/v1/audit/events?cursor=${late}&limit=500`, { token: eve });
  const [{ run_id }] = runs.json.items;
  expect(new Set(events.json.items.map((item: { run_id: string }) => item.run_id))).toEqual(
    new Set([run_id]),
  );
  for (const keys of [['a', 'b', 'c'], [1, 2], [1.5, 2, 3], [last], [null, null, null], {}]) {
    const { status, json } = await ask('GET', `/v1/audit/events?cursor=${made(keys)}`);
    expect([status, json.code]).toEqual([400, 'CTL006']);
  }
});

test('what is no HTTP ends the connection and nothing else', async () => {
  const daemon = await newDaemon();
  for (const bytes of [
    Buffer.alloc(4096),
    '\x16\x03\x01\x02\x00\x01',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
    'POST /v1/runs HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    `GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(LIMITS.headerBytes)}\r\n\r\n`,
  ]) {
    expect(await raw(daemon.socket, bytes)).toMatch(/^HTTP\/1\.1 4\d\d |^$/);
  }
  expect(await health(daemon)).toBe(200);
});

test('what a header says of the request is not taken over into the answer or the log', async () => {
  const { ask } = await newDaemon();
  const answer = await ask('GET', '/v1/auth/whoami', {
    headers: {
      'x-request-id': 'mine',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-user': 'root',
    },
  });
  expect(answer.headers['x-request-id']).not.toBe('mine');
  expect(answer.json.subject).toBe('ada');
});

test('a reader that does not read its stream holds up nobody', async () => {
  const daemon = await newDaemon();
  const { adminToken, socket, ask, newAgent } = daemon;
  await newAgent();
  const slow = connect(socket);
  await once(slow, 'connect');
  slow.write(
    `GET /v1/events/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${adminToken}\r\n\r\n`,
  );
  slow.pause();
  const { json } = await ask('POST', '/v1/runs', { body: { agent_id: 'researcher' } });
  expect((await ask('POST', `/v1/runs/${json.run_id}/cancel`, { body: {} })).status).toBe(200);
  slow.destroy();
  expect(await health(daemon)).toBe(200);
});

test('no more streams are open than allowed, and closed ones count no more', async () => {
  const { adminToken, socket, ask } = await newDaemon();
  const open: Socket[] = [];
  const stream = async () => {
    const made = connect(socket);
    await once(made, 'connect');
    made.write(
      `GET /v1/events/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${adminToken}\r\n\r\n`,
    );
    const [chunk] = await once(made, 'data');
    open.push(made);
    return /CTL\d+/.exec(String(chunk))?.[0] ?? String(chunk).slice(9, 12);
  };
  for (let index = 0; index < LIMITS.streams; index++) expect(await stream()).toBe('200');
  expect(await stream()).toBe('CTL011');
  for (const made of open) made.destroy();
  await until(async () => {
    const { text } = await ask('GET', '/metrics');
    return text.includes('rein_streams 0\n');
  });
  expect(await stream()).toBe('200');
  for (const made of open) made.destroy();
});

test('a stream tells only of what its reader may read', async () => {
  const { ask, newAgent, tokenOf, socket } = await newDaemon();
  await newAgent();
  const [sam, eve] = [await tokenOf('run_submitter', 'sam'), await tokenOf('run_submitter', 'eve')];
  const listener = connect(socket);
  await once(listener, 'connect');
  listener.write(
    `GET /v1/events/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${eve}\r\n\r\n`,
  );
  let said = '';
  listener.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(async () => said.includes('text/event-stream') || undefined);
  const body = { agent_id: 'researcher' };
  const hers = await ask('POST', '/v1/runs', { token: sam, body });
  const own = await ask('POST', '/v1/runs', { token: eve, body });
  await until(async () => said.includes(own.json.run_id) || undefined);
  expect(said).not.toContain(hers.json.run_id);
  listener.destroy();
});

test('what somebody else submitted is not there: runs, requests, entries', async () => {
  const { ask, newAgent, tokenOf } = await newDaemon();
  await newAgent();
  const [sam, eve] = [await tokenOf('run_submitter', 'sam'), await tokenOf('run_submitter', 'eve')];
  const body = { agent_id: 'researcher' };
  const { json: run } = await ask('POST', '/v1/runs', { token: sam, body });
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/events'],
    ['GET', '/output'],
    ['GET', '/process-tree'],
    ['GET', '/integrity'],
    ['POST', '/cancel'],
  ] as const) {
    const asked = { token: eve, ...(method === 'POST' ? { body: {} } : {}) };
    const answer = await ask(method, `/v1/runs/${run.run_id}${path}`, asked);
    expect([answer.status, answer.json.code], path).toEqual([404, 'CTL045']);
  }
  expect((await ask('GET', '/v1/runs', { token: eve })).json.items).toEqual([]);
  const events = await ask('GET', '/v1/audit/events', { token: eve });
  expect(events.json.items).toEqual([]);
  expect((await ask('GET', '/v1/audit/events', { token: sam })).json.items.length).toBeGreaterThan(
    0,
  );
});

test('the token of a deleted agent, and a revoked one, are good for nothing', async () => {
  const { ask, newAgent, tokenOf } = await newDaemon();
  await newAgent();
  const bound = await tokenOf('run_submitter', 'ci', { agent_id: 'researcher' });
  expect((await ask('GET', '/v1/agents', { token: bound })).status).toBe(200);
  await ask('DELETE', '/v1/agents/researcher', { headers: { 'if-match': '"1"' } });
  expect((await ask('GET', '/v1/agents', { token: bound })).json.code).toBe('CTL021');
  const { json } = await ask('GET', '/v1/auth/tokens');
  const auditor = await tokenOf('auditor');
  const mine = (await ask('GET', '/v1/auth/whoami', { token: auditor })).json.token_id;
  expect(json.items.map((item: { token_id: string }) => item.token_id)).not.toContain(mine);
  expect((await ask('POST', `/v1/auth/tokens/${mine}/revoke`)).status).toBe(200);
  expect((await ask('GET', '/v1/agents', { token: auditor })).status).toBe(401);
});

test('a token bound to an agent starts runs of no other', async () => {
  const { ask, newAgent, tokenOf } = await newDaemon();
  await newAgent('mine');
  await newAgent('other');
  const bound = await tokenOf('run_submitter', 'ci', { agent_id: 'mine' });
  const other = await ask('POST', '/v1/runs', { token: bound, body: { agent_id: 'other' } });
  expect(other).toMatchObject({ status: 404, json: { code: 'CTL040' } });
  const mine = await ask('POST', '/v1/runs', { token: bound, body: { agent_id: 'mine' } });
  expect(mine.status).toBe(201);
});

test('for a token bound to an agent there is no other', async () => {
  const { ask, newAgent, tokenOf } = await newDaemon();
  await newAgent('mine');
  await newAgent('other');
  const token = await tokenOf('run_submitter', 'ci', { agent_id: 'mine' });
  const { json } = await ask('GET', '/v1/agents', { token });
  expect(json.items).toMatchObject([{ agent_id: 'mine' }]);
  const question = { capability: 'fs.read', resource: 'a' };
  for (const [method, path, body] of [
    ['GET', '/v1/agents/ID'],
    ['GET', '/v1/policy/effective/agents/ID'],
    ['POST', '/v1/policy/explain/agents/ID', question],
    ['POST', '/v1/policy/evaluate', { ...question, agent_id: 'ID' }],
  ] as const) {
    const at = async (id: string) => {
      const asked = body === undefined ? {} : { body: JSON.stringify(body).replace('ID', id) };
      const answer = await ask(method, path.replace('ID', id), { token, ...asked });
      return [answer.status, answer.json.code];
    };
    expect([await at('mine'), await at('other')], path).toEqual([
      [200, undefined],
      [404, 'CTL040'],
    ]);
  }
});

test.each(['/v1/events/stream', '/v1/runs/RUN/events'])(
  'a stream at %s ends with its token, and tells nothing more',
  async (path) => {
    const { ask, newAgent, tokenOf, socket } = await newDaemon();
    await newAgent();
    const body = { agent_id: 'researcher' };
    const { json: run } = await ask('POST', '/v1/runs', { body });
    const token = await tokenOf('auditor');
    const { token_id } = (await ask('GET', '/v1/auth/whoami', { token })).json;
    const listener = connect(socket);
    await once(listener, 'connect');
    listener.write(
      `GET ${path.replace('RUN', run.run_id)} HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
    let said = '';
    listener.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await until(async () => said.includes('event: ') || undefined);
    // The answer ends with the chunk of length 0; the connection is kept.
    const over = until(async () => said.endsWith('\r\n0\r\n\r\n') || undefined);
    await ask('POST', `/v1/auth/tokens/${token_id}/revoke`);
    await ask('POST', `/v1/runs/${run.run_id}/cancel`, { body: { reason: 'told to nobody' } });
    await over;
    expect(said).not.toMatch(/CANCELLED|told to nobody/);
    listener.destroy();
  },
);

test('an unknown path says nothing to whom it does not know', async () => {
  const { ask, home } = await newDaemon();
  expect((await ask('GET', '/v1/secrets', { token: undefined })).status).toBe(401);
  expect(await ask('GET', '/v1/secrets')).toMatchObject({ status: 404, json: { code: 'CTL001' } });
  expect((await ask('GET', '/readyz', { token: undefined })).text).not.toContain(
    join(home, 'rein'),
  );
});

test('an approval that is sent again decides nothing and does nothing twice', async () => {
  const { act, ask, pat, sam, read, put } = await newActionBench('  fs.write:\n    - ask: "**"');
  const { json: action } = await act('fs.write', { path: 'once.txt', content: 'granted' });
  const grant = (body: object) =>
    ask('POST', `/v1/approvals/${action.request_id}/grant`, { token: pat, body });
  const answers = await Promise.all([grant({}), grant({}), grant({ reason: 'again' })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  const view = () => ask('GET', `/v1/actions/${action.action_id}?wait_ms=20000`, { token: sam });
  expect((await view()).json.status).toBe('done');
  expect(read('once.txt')).toBe('granted');
  put('once.txt', 'changed since');
  expect((await grant({})).json.code).toBe('CTL061');
  expect(
    (await ask('POST', `/v1/approvals/${action.request_id}/deny`, { token: pat, body: {} })).status,
  ).toBe(409);
  // The same action asks anew: the grant was for the one time.
  const { json: other } = await act('fs.write', { path: 'once.txt', content: 'granted' });
  expect(other.status).toBe('waiting');
  expect(other.request_id).not.toBe(action.request_id);
  expect(read('once.txt')).toBe('changed since');
});
