import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LIMITS } from '../../src/limits.js';
import { newActionBench } from '../actions/bench.js';
import { until } from '../runs/bench.js';
import { call, newDaemon } from './daemon.js';

const sh = (script: string) => ['sh', '-c', script];

test('health and readiness need no token, and say nothing of the machine', async () => {
  const { socket, home } = await newDaemon();
  const health = await call(socket, 'GET', '/healthz');
  expect([health.status, health.text]).toEqual([200, '{"status":"ok"}']);
  const ready = await call(socket, 'GET', '/readyz');
  expect(ready.status).toBe(200);
  expect(ready.json).toEqual({
    ready: true,
    degraded: false,
    checks: [
      { name: 'store', ok: true, required: true },
      { name: 'record', ok: true, required: true },
      { name: 'engine', ok: true, required: true },
    ],
  });
  expect(ready.text).not.toContain(home);
});

test('without its engine reind runs and is not ready, and says which part', async () => {
  const { socket, home } = await newDaemon({ engine: '/nowhere/rein-engine' });
  expect((await call(socket, 'GET', '/healthz')).status).toBe(200);
  const { status, json, text } = await call(socket, 'GET', '/readyz');
  expect(status).toBe(503);
  expect(json.ready).toBe(false);
  expect(json.checks.filter(({ ok }: { ok: boolean }) => !ok)).toMatchObject([{ name: 'engine' }]);
  for (const path of ['/nowhere', home]) expect(text).not.toContain(path);
});

test('a run says whose it is, where it comes from, under which policy, and how much is on record', async () => {
  const { ask, newAgent } = await newDaemon();
  const { json: agent } = await newAgent();
  const provenance = { adapter_name: 'ci', agent_version: '1.2.3', image_version: 'sha256:abc' };
  const body = { agent_id: 'researcher', command: sh('exit 3'), provenance };
  const { json: made } = await ask('POST', '/v1/runs', { body });
  const run = await until(async () => {
    const { json } = await ask('GET', `/v1/runs/${made.run_id}`);
    return json.ended_at !== undefined && json;
  });
  expect(run).toMatchObject({
    ...{ agent_id: 'researcher', submitted_by: 'ada', status: 'FAILED', exit_code: 3 },
    ...{ command: sh('exit 3'), pending_approvals: 0, provenance },
    policy_digest: agent.policy_digest,
  });
  const { json: events } = await ask('GET', `/v1/runs/${made.run_id}/events?limit=500`);
  expect(events.items.length).toBeGreaterThan(2);
  const { json: later } = await ask('GET', `/v1/runs/${made.run_id}`);
  expect(later.events).toBe(events.items.length);
  expect((await ask('GET', '/v1/runs/01JD3ZK8W0Q4V7X2Y5T6R9B1NC')).json.code).toBe('CTL045');
});

test('from the bootstrap token to a run that ends, over the socket', async () => {
  const { ask, socket, bootstrap, newAgent, daemonDir, tokenOf } = await newDaemon();
  expect((await call(socket, 'GET', '/healthz')).json).toEqual({ status: 'ok' });
  expect((await call(socket, 'GET', '/readyz')).json).toMatchObject({ ready: true });
  expect((await call(socket, 'GET', '/v1/auth/whoami', { token: bootstrap })).status).toBe(401);
  expect(existsSync(join(daemonDir, 'bootstrap-token'))).toBe(false);
  expect((await ask('POST', '/v1/init')).json).toMatchObject({ created: true });
  expect((await ask('POST', '/v1/init')).json).toMatchObject({ created: false });
  expect(await newAgent()).toMatchObject({ status: 201, headers: { etag: '"1"' } });

  const sam = await tokenOf('run_submitter', 'sam');
  const started = await ask('POST', '/v1/runs', {
    token: sam,
    body: { agent_id: 'researcher', command: sh('echo done') },
  });
  expect(started).toMatchObject({ status: 201, json: { status: 'QUEUED', submitted_by: 'sam' } });
  const path = `/v1/runs/${started.json.run_id}`;
  const run = await until(async () => {
    const { json } = await ask('GET', path);
    return json.ended_at !== undefined && json;
  });
  expect(run).toMatchObject({ status: 'SUCCEEDED', exit_code: 0 });
  const { json: output } = await ask('GET', `${path}/output`);
  expect(Buffer.from(output.data, 'base64').toString()).toBe('done\n');
  expect(output.ended).toBe(true);
  const { json: events } = await ask('GET', `${path}/events`);
  expect(events.items.map((item: { kind: string }) => item.kind)).toContain('started');
  expect(events.ended).toBe(true);
  // The seal comes behind the end.
  const integrity = await until(async () => {
    const { json } = await ask('GET', `${path}/integrity`);
    // The checkpoint of the last entries is signed a moment after the seal.
    return json.sealed && json.signed === json.entries && json;
  });
  expect(integrity).toMatchObject({ ok: true, signed: integrity.entries });
  expect((await ask('GET', `${path}/events?after=1&limit=2`)).json.items).toHaveLength(2);

  const people = await until(async () => {
    const { json } = await ask('GET', '/v1/audit/events?run_id=control&limit=100');
    return json.items.length >= 4 && json;
  });
  expect(people.items.map((item: { kind: string }) => item.kind).reverse()).toEqual([
    'token-created',
    'agent-created',
    'token-created',
    'run-submitted',
  ]);
});

test('one flipped byte in a record is found by the daemon too', async () => {
  const { ask, newAgent, home } = await newDaemon();
  await newAgent();
  const { json } = await ask('POST', '/v1/runs', { body: { agent_id: 'researcher' } });
  await ask('POST', `/v1/runs/${json.run_id}/cancel`, { body: {} });
  const log = join(home, 'rein', 'runs', json.run_id, 'log.jsonl');
  const bytes = readFileSync(log);
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  writeFileSync(log, bytes);
  expect((await ask('GET', `/v1/runs/${json.run_id}/integrity`)).json).toMatchObject({
    ok: false,
    finding: { seq: 0 },
  });
});

test('of a record that was removed the lists say so, and of all others what they hold', async () => {
  const { ask, newAgent, home } = await newDaemon();
  await newAgent();
  const ids: string[] = [];
  for (let index = 0; index < 2; index++) {
    const { json } = await ask('POST', '/v1/runs', { body: { agent_id: 'researcher' } });
    await ask('POST', `/v1/runs/${json.run_id}/cancel`, { body: {} });
    ids.push(json.run_id);
  }
  const [gone = '', kept = ''] = ids;
  rmSync(join(home, 'rein', 'runs', gone), { recursive: true });
  const entriesOf = async (path: string) =>
    (await ask('GET', path)).json.items.map(({ entry }: { entry: object }) => entry);
  const lost = { unreadable: 'ENOENT' };
  for (const path of [`/v1/runs/${gone}/events`, `/v1/audit/events?run_id=${gone}`]) {
    const entries = await entriesOf(path);
    // Begin, start, stop and end; the seal may have been taken in.
    expect(entries.length).toBeGreaterThanOrEqual(4);
    expect(new Set(entries.map((entry: object) => JSON.stringify(entry)))).toEqual(
      new Set([JSON.stringify(lost)]),
    );
  }
  const all = await entriesOf('/v1/audit/events?limit=500');
  expect(all).toContainEqual(lost);
  expect(all).toContainEqual(expect.objectContaining({ run: kept, kind: 'start' }));
  expect((await ask('GET', `/v1/runs/${gone}/bundle`)).json.code).toBe('CTL058');
});

test('a run whose record cannot be begun has failed, and says why', async () => {
  const { ask, newAgent, home } = await newDaemon();
  await newAgent();
  const keys = join(home, 'rein', 'keys.json');
  const good = readFileSync(keys);
  writeFileSync(keys, 'no keys');
  const body = { agent_id: 'researcher' };
  expect((await ask('POST', '/v1/runs', { body })).json.code).toBe('CTL051');
  writeFileSync(keys, good);
  const { json } = await ask('GET', '/v1/runs');
  expect(json.items).toMatchObject([
    { status: 'FAILED', reason: expect.stringContaining('its record could not be begun') },
  ]);
  expect((await ask('POST', '/v1/runs', { body })).json.status).toBe('RUNNING');
});

test('a hold is decided over HTTP, by somebody else, once, and the reason arrives', async () => {
  const { ask, newAgent, tokenOf, workspace } = await newDaemon();
  await newAgent();
  const sam = await tokenOf('run_submitter', 'sam');
  const samToo = await tokenOf('approver', 'sam-too', { owner_subject: 'sam' });
  const anna = await tokenOf('approver', 'anna');
  const { json: run } = await ask('POST', '/v1/runs', {
    token: sam,
    body: {
      agent_id: 'researcher',
      command: sh('until [ -e settled ]; do sleep 0.02; done'),
      env: { TEST_HOLDS: '1' },
    },
  });
  const request = await until(async () => {
    const { json } = await ask('GET', '/v1/approvals?status=PENDING', { token: anna });
    return json.items[0];
  });
  const path = `/v1/approvals/${request.request_id}`;
  expect((await ask('GET', path, { token: sam })).json.digest).toBe(request.digest);
  expect((await ask('POST', `${path}/grant`, { token: sam, body: {} })).json.code).toBe('CTL022');
  const own = await ask('POST', `${path}/grant`, { token: samToo, body: {} });
  expect(own).toMatchObject({ status: 403, json: { code: 'CTL062' } });
  const stale = await ask('POST', `${path}/grant`, {
    token: anna,
    body: {},
    headers: { 'if-match': '"9"' },
  });
  expect(stale.status).toBe(412);
  const granted = await ask('POST', `${path}/grant`, {
    token: anna,
    body: { reason: 'looked at it', digest: request.digest },
    headers: { 'if-match': '"1"' },
  });
  expect(granted.json).toMatchObject({ status: 'APPROVED', decided_by: 'anna' });
  const replayed = await ask('POST', `${path}/grant`, { token: anna, body: {} });
  expect(replayed).toMatchObject({ status: 409, json: { code: 'CTL061' } });
  await until(async () => (await ask('GET', `/v1/runs/${run.run_id}`)).json.ended_at);
  expect(readFileSync(join(workspace, 'settled'), 'utf8')).toBe('1 approved looked at it\n');
  expect((await ask('GET', path)).json.delivery).toBe('delivered');
});

test('of two changes of an agent the later one must have seen the first', async () => {
  const { ask, newAgent } = await newDaemon();
  await newAgent();
  const path = '/v1/agents/researcher';
  expect((await ask('PATCH', path, { body: { mode: 'strict' } })).status).toBe(428);
  const headers = { 'if-match': '"1"' };
  const first = await ask('PATCH', path, { body: { mode: 'strict' }, headers });
  expect(first).toMatchObject({ status: 200, headers: { etag: '"2"' } });
  const second = await ask('PATCH', path, { body: { mode: 'observe' }, headers });
  expect(second).toMatchObject({ status: 412, json: { code: 'CTL007' } });
  // Of those who saw the same at the same time, one.
  const same = { 'if-match': '"2"' };
  const race = await Promise.all(
    ['observe', 'guard', 'strict', 'guard'].map((mode) =>
      ask('PATCH', path, { body: { mode }, headers: same, fresh: true }),
    ),
  );
  expect(race.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  const won = race.find(({ status }) => status === 200);
  expect((await ask('GET', path)).json).toMatchObject({ version: 3, mode: won?.json.mode });
  for (const tag of ['*', 'W/"3"', '"3" ', '3', '"-1"', '"3", "2"']) {
    const { status } = await ask('DELETE', path, { headers: { 'if-match': tag } });
    // A weak tag is no tag to change by, and a list is none that was read.
    expect([tag, status]).toEqual([tag, tag === '"3" ' ? 204 : 412]);
    if (status === 204) break;
  }
  expect((await ask('GET', path)).status).toBe(404);
});

test('runs are listed by pages that neither miss nor repeat one', async () => {
  const { ask, newAgent } = await newDaemon();
  await newAgent();
  const made: string[] = [];
  for (let index = 0; index < 7; index++) {
    const { json } = await ask('POST', '/v1/runs', { body: { agent_id: 'researcher' } });
    made.unshift(json.run_id);
  }
  const seen: string[] = [];
  let next: string | undefined = '';
  while (next !== undefined) {
    const { json } = await ask('GET', `/v1/runs?limit=3${next === '' ? '' : `&cursor=${next}`}`);
    seen.push(...json.items.map((item: { run_id: string }) => item.run_id));
    next = json.next;
  }
  expect(seen).toEqual(made);
});

test('a page is no longer than an answer may be, whatever an agent puts into its items', async () => {
  const { ask, act, pat, sam, runId } = await newActionBench('  fs.write:\n    - ask: "**"');
  const argument = 'x'.repeat(130_000);
  // As much as a request takes: in the list of runs, in entries, and in what people are shown.
  const command = ['/does/not/exist', ...Array.from({ length: 7 }, () => argument)];
  const body = { agent_id: 'capable', command };
  for (let index = 0; index < 6; index++) {
    const { json: run } = await ask('POST', '/v1/runs', { token: sam, body });
    await until(async () => (await ask('GET', `/v1/runs/${run.run_id}`)).json.ended_at);
  }
  const content = 'y\n'.repeat(100_000);
  for (let index = 0; index < 3; index++) await act('fs.write', { path: `f${index}`, content });
  const paged = async (path: string, token: string | undefined) => {
    const pages: { bytes: number; items: Record<string, unknown>[] }[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const { text, json } = await ask('GET', `${path}?limit=500${cursor}`, token ? { token } : {});
      pages.push({ bytes: text.length, items: json.items });
      next = json.next;
    }
    return pages;
  };
  const runs = await paged('/v1/runs', undefined);
  expect(runs.length).toBeGreaterThan(1);
  expect(new Set(runs.flatMap(({ items }) => items.map((run) => run.run_id))).size).toBe(7);
  const events = await paged('/v1/audit/events', undefined);
  expect(events.length).toBeGreaterThan(1);
  const approvals = await paged('/v1/approvals', pat);
  expect(approvals.flatMap(({ items }) => items)).toHaveLength(3);
  for (const { bytes } of [...runs, ...events, ...approvals]) {
    expect(bytes).toBeLessThan(LIMITS.pageBytes + 2 * 1024 * 1024);
  }
  expect((await ask('GET', `/v1/runs/${runId}`)).status).toBe(200);
}, 60_000);

test('runs are filtered by their state and by their agent, and by both', async () => {
  const { ask, newAgent } = await newDaemon();
  const all: { run_id: string; agent_id: string; status: string }[] = [];
  for (const agent_id of ['one', 'other']) {
    await newAgent(agent_id);
    for (const outcome of ['succeed', 'fail', undefined]) {
      const { json: made } = await ask('POST', '/v1/runs', { body: { agent_id } });
      const path = `/v1/runs/${made.run_id}/finish`;
      const ended = outcome && (await ask('POST', path, { body: { outcome } })).json;
      all.unshift(ended ?? made);
    }
  }
  for (const status of [undefined, 'SUCCEEDED', 'FAILED', 'RUNNING', 'CANCELLED']) {
    for (const agent of [undefined, 'one', 'other', 'nobody']) {
      const query = new URLSearchParams({
        ...(status === undefined ? {} : { status }),
        ...(agent === undefined ? {} : { agent_id: agent }),
      });
      const expected = all.filter(
        (run) =>
          [undefined, run.status].includes(status) && [undefined, run.agent_id].includes(agent),
      );
      const { json } = await ask('GET', `/v1/runs?${query}`);
      const found = json.items.map(({ run_id }: { run_id: string }) => run_id);
      expect(found, `${query}`).toEqual(expected.map(({ run_id }) => run_id));
    }
  }
});

interface Found {
  readonly run_id: string;
  readonly kind: string;
  readonly time: number;
  readonly entry: Readonly<Record<string, unknown>>;
}

test('entries are filtered by each of what they can be filtered by, and by several', async () => {
  const { ask, act, runId } = await newActionBench(
    '  fs.list:\n    - allow: "."\n  fs.read:\n    - allow: "**"',
  );
  await act('fs.list', { path: '.' });
  await act('fs.list', { path: 'x' });
  await act('fs.read', { path: 'x' });
  await ask('POST', '/v1/runs', { body: { agent_id: 'capable' } });
  const listed = async (query: Record<string, string>): Promise<Found[]> => {
    const path = `/v1/audit/events?${new URLSearchParams({ limit: '500', ...query })}`;
    return (await ask('GET', path)).json.items;
  };
  // Of the run its start and three actions, of the other its start, of people what they did.
  const all = await until(async () => {
    const found = await listed({});
    return found.length >= 16 && found;
  });
  const middle = all[Math.floor(all.length / 2)]?.time ?? 0;
  const filters: [string, string, (found: Found) => boolean][] = [
    ['run_id', runId, ({ run_id }) => run_id === runId],
    ['run_id', 'control', ({ run_id }) => run_id === 'control'],
    ['agent_id', 'capable', ({ run_id }) => run_id !== 'control'],
    ['agent_id', 'nobody', () => false],
    ['event_type', 'action-result', ({ kind }) => kind === 'action-result'],
    ['capability', 'fs.list', ({ entry }) => entry.capability === 'fs.list'],
    ['status', 'DENY', ({ entry }) => entry.decision === 'DENY'],
    ['status', 'failed', ({ entry }) => entry.outcome === 'failed'],
    ['time_from', String(middle), ({ time }) => time >= middle],
    ['time_to', String(middle), ({ time }) => time < middle],
  ];
  for (const [name, value, is] of filters) {
    expect(await listed({ [name]: value }), name).toEqual(all.filter(is));
    for (const [other, its, too] of filters.filter(([one]) => one !== name)) {
      const query = { [name]: value, [other]: its };
      const expected = all.filter((found) => is(found) && too(found));
      expect(await listed(query), JSON.stringify(query)).toEqual(expected);
    }
  }
});

test('metrics need a token, and count under our names and theirs', async () => {
  const { ask, newAgent } = await newDaemon();
  expect((await ask('GET', '/metrics', { token: undefined })).status).toBe(401);
  await newAgent();
  const { json } = await ask('POST', '/v1/runs', { body: { agent_id: 'researcher' } });
  await ask('POST', `/v1/runs/${json.run_id}/cancel`, { body: {} });
  const { text } = await ask('GET', '/metrics');
  for (const line of [
    'rein_runs_total{status="CANCELLED"} 1',
    'guardplane_runs_total{status="CANCELLED"} 1',
    'guardplane_approval_pending_total 0',
    'guardplane_approval_overdue_total 0',
    'guardplane_approval_oldest_pending_seconds 0',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
  // Each line is a comment, or a name with its labels and a number: the text format of Prometheus.
  const line =
    /^(#.*|[a-zA-Z_:][\w:]*(\{([a-zA-Z_]\w*="(\\.|[^"\\])*",?)*\})? ([-+]?[\d.]+(e[-+]?\d+)?|[-+]Inf|NaN))?$/;
  expect(text.split('\n').filter((one) => !line.test(one))).toEqual([]);
});

test('a request past its time is counted as overdue until it is decided', async () => {
  const { ask, act, pat } = await newActionBench('  fs.write:\n    - ask: "**"', '', {
    approvals: { sla_seconds: 1 },
  });
  const overdue = async () => {
    const { text } = await ask('GET', '/metrics');
    const names = ['rein_approvals_overdue', 'guardplane_approval_overdue_total'];
    return names.map((name) => new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]).join();
  };
  const { json } = await act('fs.write', { path: 'a', content: '' });
  expect(await overdue()).toBe('0,0');
  await until(async () => (await overdue()) === '1,1');
  const at = `/v1/approvals/${json.request_id}`;
  expect((await ask('GET', at, { token: pat })).json.overdue).toBe(true);
  await ask('POST', `${at}/deny`, { token: pat, body: {} });
  expect(await overdue()).toBe('0,0');
});

test('nothing in the state is for others, and no token stands in it', async () => {
  const { adminToken, home, daemonDir, socket } = await newDaemon();
  expect(statSync(daemonDir).mode & 0o077).toBe(0);
  expect(statSync(socket).mode & 0o077).toBe(0);
  for (const name of ['store.db', 'store.db-wal', 'record/log.jsonl']) {
    const path = join(daemonDir, name);
    if (!existsSync(path)) continue;
    expect(statSync(path).mode & 0o077, name).toBe(0);
    expect(readFileSync(path).includes(adminToken), name).toBe(false);
  }
  expect(statSync(join(home, 'rein')).mode & 0o077).toBe(0);
});
