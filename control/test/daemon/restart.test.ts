import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { descendantsOf } from '@rein/enforce';
import { loadTrustedKeys, readLedger, rotateUserKey, verifyLedger } from '@rein/ledger';
import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import { engineOf, runnerOf } from '../../src/runs/close-out.js';
import { openBetterSqlite } from '../../src/store/better-sqlite.js';
import { nodeSqlite } from '../../src/store/node-sqlite.js';
import { listen } from '../http/listen-events.js';
import { until } from '../runs/bench.js';
import { newProcess } from './process.js';

const sh = (script: string) => ['sh', '-c', script];

async function startRun(daemon: Awaited<ReturnType<typeof newProcess>>, script: string, env = {}) {
  const { json } = await daemon.ask('POST', '/v1/runs', {
    ...{ agent_id: 'researcher', command: sh(script), env },
  });
  const id: string = json.run_id;
  const folder = join(daemon.home, 'rein', 'runs', id);
  await until(async () => {
    const { json: run } = await daemon.ask('GET', `/v1/runs/${id}`);
    return run.status !== 'QUEUED';
  });
  return { id, folder };
}

const endOf = ({ ask }: Awaited<ReturnType<typeof newProcess>>, id: string) =>
  until(async () => {
    const { json } = await ask('GET', `/v1/runs/${id}`);
    return json.ended_at !== undefined && json;
  });

test('a run outlives a daemon that is killed, and the next one finds it and its end', async () => {
  const daemon = await newProcess();
  const { id, folder } = await startRun(daemon, 'until [ -e go ]; do sleep 0.02; done; echo done');
  await daemon.kill('SIGKILL');
  const engine = engineOf(folder);
  expect(engine && descendantsOf(engine).length).toBeGreaterThan(0);
  await daemon.start();
  expect((await daemon.ask('GET', `/v1/runs/${id}`)).json.status).toBe('RUNNING');
  writeFileSync(join(daemon.workspace, 'go'), '');
  expect(await endOf(daemon, id)).toMatchObject({ status: 'SUCCEEDED', exit_code: 0 });
});

test('a run that ended while no daemon ran is taken in as it ended', async () => {
  const daemon = await newProcess();
  const { id, folder } = await startRun(daemon, 'until [ -e go ]; do sleep 0.02; done; exit 5');
  await daemon.kill('SIGKILL');
  writeFileSync(join(daemon.workspace, 'go'), '');
  await until(
    async () => (await verifyLedger(folder).catch(() => undefined))?.ok && isSealed(folder),
  );
  await daemon.start();
  expect(await endOf(daemon, id)).toMatchObject({ status: 'FAILED', exit_code: 5 });
});

const isSealed = (folder: string) =>
  readFileSync(join(folder, 'log.jsonl'), 'utf8').includes('ledger-seal');

test('a runner that is killed is noticed: its processes end, its record is closed', async () => {
  const daemon = await newProcess();
  const { id, folder } = await startRun(daemon, 'setsid sleep 300 & sleep 300');
  const engine = engineOf(folder);
  const runner = runnerOf(folder);
  if (engine === undefined || runner === undefined) throw new Error('the run has no processes');
  const tree = descendantsOf(engine);
  process.kill(runner.pid, 'SIGKILL');
  expect(await endOf(daemon, id)).toMatchObject({
    status: 'FAILED',
    reason: 'its runner ended without a word',
  });
  await until(async () => tree.every(({ pid }) => !isSleep(pid)) && isSealed(folder));
  expect(await verifyLedger(folder)).toMatchObject({ ok: true });
});

/** Whether the number is still that of one of the test's processes. */
function isSleep(pid: number): boolean {
  try {
    return /sleep|^sh\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}

test('a runner that is killed while no daemon runs is noticed by the next one', async () => {
  const daemon = await newProcess();
  const { id, folder } = await startRun(daemon, 'sleep 300');
  await daemon.kill('SIGKILL');
  const runner = runnerOf(folder);
  process.kill(runner?.pid ?? 0, 'SIGKILL');
  await daemon.start();
  expect(await endOf(daemon, id)).toMatchObject({
    status: 'FAILED',
    reason: 'its runner ended while reind was away',
  });
});

test('a daemon that is asked to stop leaves runs alone and everything in order', async () => {
  const daemon = await newProcess();
  const { id } = await startRun(daemon, 'until [ -e go ]; do sleep 0.02; done');
  const { json: session } = await daemon.ask('POST', '/v1/runs', { agent_id: 'researcher' });
  expect(await daemon.kill('SIGTERM')).toBe(0);
  const record = join(daemon.daemonDir, 'record');
  expect(await verifyLedger(record, { run: 'control' })).toMatchObject({ ok: true, sealed: false });
  expect(existsSync(join(daemon.daemonDir, 'bootstrap-token'))).toBe(false);
  await daemon.start();
  writeFileSync(join(daemon.workspace, 'go'), '');
  expect((await endOf(daemon, id)).status).toBe('SUCCEEDED');
  await daemon.ask('POST', `/v1/runs/${session.run_id}/cancel`, {});
  expect((await endOf(daemon, session.run_id)).status).toBe('CANCELLED');
});

test('after each kill the index has every entry of every record, once, as it stands there', async () => {
  const daemon = await newProcess();
  const { id: run } = await startRun(daemon, 'until [ -e go ]; do sleep 0.02; done');
  const { json: session } = await daemon.ask('POST', '/v1/runs', { agent_id: 'researcher' });
  for (const round of [1, 2, 3]) {
    // Denials under keys: each is two entries of its run's record.
    const acts = Array.from({ length: 60 }, (_, index) =>
      daemon
        .ask(
          ...(['POST', '/v1/actions'] as const),
          { run_id: session.run_id, capability: 'fs.read', args: { path: `${round}-${index}` } },
          undefined,
          { 'idempotency-key': `${round}-${index}` },
        )
        .then(
          () => true,
          () => false,
        ),
    );
    await Promise.any(acts);
    await daemon.kill('SIGKILL');
    await Promise.all(acts);
    await daemon.start();
  }
  writeFileSync(join(daemon.workspace, 'go'), '');
  await endOf(daemon, run);
  await daemon.ask('POST', `/v1/runs/${session.run_id}/finish`, { outcome: 'succeed' });
  const runs = join(daemon.home, 'rein', 'runs');
  for (const [id, folder] of [
    [run, join(runs, run)],
    [session.run_id, join(runs, session.run_id)],
    ['control', join(daemon.daemonDir, 'record')],
  ]) {
    const entries = [];
    for await (const entry of readLedger(folder ?? '')) entries.push(entry);
    // The seal is no news of a run that is over.
    const written = entries.filter(({ kind }) => kind !== 'ledger-seal');
    const { json } = await daemon.ask('GET', `/v1/audit/events?run_id=${id}&limit=500`);
    const indexed = json.items.map(({ entry }: { entry: object }) => entry).reverse();
    expect(indexed.filter(({ kind }: { kind: string }) => kind !== 'ledger-seal')).toEqual(written);
    expect(written.length).toBeGreaterThan(3);
  }
});

test('who follows a record over a restart misses nothing, and hears nothing twice', async () => {
  const daemon = await newProcess();
  const { json: session } = await daemon.ask('POST', '/v1/runs', { agent_id: 'researcher' });
  const path = `/v1/runs/${session.run_id}/events?limit=3`;
  const act = (name: string) =>
    daemon.ask('POST', '/v1/actions', {
      ...{ run_id: session.run_id, capability: 'fs.read', args: { path: name } },
    });
  const heard: number[] = [];
  for (const round of [0, 1, 2]) {
    for (let index = 0; index < 5; index++) await act(`${round}-${index}`);
    const stream = listen(daemon, path, heard.length === 0 ? undefined : String(heard.at(-1)));
    void stream.ended.catch(() => undefined);
    // The last it hears need not be the last that there is.
    await until(async () => stream.sent.length >= 8);
    await daemon.kill('SIGKILL');
    heard.push(...stream.sent.map(({ id }) => Number(id)));
    await daemon.start();
  }
  await daemon.ask('POST', `/v1/runs/${session.run_id}/finish`, { outcome: 'succeed' });
  const last = listen(daemon, path, String(heard.at(-1)));
  await last.ended;
  heard.push(...last.sent.map(({ id }) => Number(id)));
  expect(heard).toEqual(heard.map((_, index) => index));
  expect(heard.length).toBeGreaterThanOrEqual(2 + 30 + 1);
});

test('a clock that was set back while no daemon ran makes no token good again', async () => {
  const daemon = await newProcess();
  const hour = 3_600_000;
  const made = await daemon.ask('POST', '/v1/auth/tokens', {
    ...{ role: 'auditor', label: 'brief', expires_at: Date.now() + hour },
  });
  const whoami = () => daemon.ask('GET', '/v1/auth/whoami', undefined, made.json.token);
  expect((await whoami()).status).toBe(200);
  await daemon.kill('SIGTERM');
  // As if the daemon had run two hours from now, and the clock had been set back then.
  const store = (nodeSqlite() ?? openBetterSqlite)(join(daemon.daemonDir, 'store.db'));
  const floor = Date.now() + 2 * hour;
  store.exec(`insert into meta (key, value) values ('clock_floor', '${floor}')
    on conflict (key) do update set value = excluded.value`);
  store.close();
  await daemon.start();
  expect((await whoami()).json.code).toBe('CTL021');
  const { text } = await daemon.ask('GET', '/metrics');
  expect(Number(/^rein_clock_behind_seconds (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(3600);
});

test('what people do after the clock was set back is recorded as what they did before', async () => {
  const daemon = await newProcess();
  await daemon.ask('GET', '/readyz');
  await daemon.kill('SIGTERM');
  // As if the last of it had been noted in an hour from now.
  const store = (nodeSqlite() ?? openBetterSqlite)(join(daemon.daemonDir, 'store.db'));
  store.exec(
    `update meta set value = '${ulid(Date.now() + 3_600_000)}' where key = 'control_outbox'`,
  );
  store.close();
  await daemon.start();
  const made = await daemon.ask('POST', '/v1/auth/tokens', { role: 'auditor', label: 'later' });
  await daemon.ask('GET', '/readyz');
  const labels: unknown[] = [];
  for await (const entry of readLedger(join(daemon.daemonDir, 'record'))) labels.push(entry.label);
  expect(labels).toContain('later');
  expect(made.status).toBe(201);
});

test('a record that is damaged while its run is under way ends the run', async () => {
  const daemon = await newProcess();
  const { id, folder } = await startRun(daemon, 'sleep 300');
  const { json: session } = await daemon.ask('POST', '/v1/runs', { agent_id: 'researcher' });
  const engine = engineOf(folder);
  if (engine === undefined) throw new Error('the run has no processes');
  const tree = descendantsOf(engine);
  for (const run of [id, session.run_id]) {
    appendFileSync(join(daemon.home, 'rein', 'runs', run, 'log.jsonl'), 'garbage\n');
    expect(await endOf(daemon, run)).toMatchObject({
      ...{ status: 'FAILED', reason: expect.stringContaining('its record is damaged') },
    });
  }
  await until(async () => tree.every(({ pid }) => !isSleep(pid)));
});

test('records that were begun under a key that was rotated meanwhile are gone on with and closed', async () => {
  const daemon = await newProcess();
  const state = join(daemon.home, 'rein');
  const { id, folder } = await startRun(daemon, 'sleep 300');
  const { json: session } = await daemon.ask('POST', '/v1/runs', { agent_id: 'researcher' });
  expect(await daemon.kill('SIGTERM')).toBe(0);
  await rotateUserKey(state);
  // Who wrote the run's record is gone: the daemon closes it, and signs with the new key.
  process.kill(runnerOf(folder)?.pid ?? 0, 'SIGKILL');
  await daemon.start();
  expect(await endOf(daemon, id)).toMatchObject({ status: 'FAILED' });
  await daemon.ask('POST', `/v1/runs/${session.run_id}/cancel`, {});
  expect((await endOf(daemon, session.run_id)).status).toBe('CANCELLED');
  const keys = await loadTrustedKeys(state);
  expect(keys).toHaveLength(2);
  for (const run of [id, session.run_id]) {
    expect(await verifyLedger(join(state, 'runs', run), { run, keys })).toMatchObject({
      ...{ ok: true, sealed: true },
    });
  }
});

test.each([
  ['a line that is no entry', (log: string) => appendFileSync(log, 'garbage\n')],
  ['a line that is another’s', (log: string) => appendFileSync(log, '{"seq":9}\n')],
  ['no end any more', (log: string) => truncateSync(log, 10)],
])('a record with %s ends its run, and keeps nothing else from going on', async (_, damage) => {
  const daemon = await newProcess();
  const sleeping = await startRun(daemon, 'sleep 300');
  const { json: session } = await daemon.ask('POST', '/v1/runs', { agent_id: 'researcher' });
  const good = await startRun(daemon, 'until [ -e go ]; do sleep 0.02; done');
  const engine = engineOf(sleeping.folder);
  if (engine === undefined) throw new Error('the run has no processes');
  const tree = descendantsOf(engine);
  // What no head knows of yet may be lost with the end of the log, and nobody could say so.
  for (const id of [sleeping.id, session.run_id]) {
    await until(async () => (await daemon.ask('GET', `/v1/runs/${id}/integrity`)).json.signed > 0);
  }
  await daemon.kill('SIGKILL');
  for (const id of [sleeping.id, session.run_id]) {
    damage(join(daemon.home, 'rein', 'runs', id, 'log.jsonl'));
  }
  await daemon.start();
  // Whoever looks after it, or wants its end, finds the damage at the latest.
  for (const id of [sleeping.id, session.run_id]) {
    await daemon.ask('POST', `/v1/runs/${id}/cancel`, {});
    expect(await endOf(daemon, id)).toMatchObject({
      ...{ status: 'FAILED', reason: expect.stringContaining('its record is damaged') },
    });
    const { json } = await daemon.ask('GET', `/v1/runs/${id}/integrity`);
    expect(json.ok).toBe(false);
  }
  await until(async () => tree.every(({ pid }) => !isSleep(pid)));
  writeFileSync(join(daemon.workspace, 'go'), '');
  expect(await endOf(daemon, good.id)).toMatchObject({ status: 'SUCCEEDED' });
  const { json: events } = await daemon.ask('GET', '/v1/audit/events?limit=500');
  expect(events.items.length).toBeGreaterThan(5);
});

test('a daemon whose database lost its end does not start, and starts with the whole one', async () => {
  const daemon = await newProcess();
  await daemon.kill('SIGTERM');
  const path = join(daemon.daemonDir, 'store.db');
  const whole = readFileSync(path);
  truncateSync(path, whole.length - 4096);
  await expect(daemon.start()).rejects.toThrow('ended with 1');
  writeFileSync(path, whole);
  await daemon.start();
  expect((await daemon.ask('GET', '/v1/agents')).json.items).toHaveLength(1);
});

test('a second daemon on the same state is refused, and says who is there', async () => {
  const daemon = await newProcess();
  await expect(daemon.start()).rejects.toThrow('ended with 1');
  expect((await daemon.ask('GET', '/healthz')).status).toBe(200);
});

test('holds wait on over a restart, or are denied, as it is configured', async () => {
  for (const [on_restart, expected] of [
    ['keep', 'PENDING'],
    ['deny', 'DENIED'],
  ]) {
    const daemon = await newProcess({ approvals: { on_restart } });
    const { id } = await startRun(daemon, 'until [ -e settled ]; do sleep 0.02; done', {
      TEST_HOLDS: '3',
    });
    await until(async () => (await daemon.ask('GET', '/v1/approvals')).json.items.length === 3);
    await daemon.kill('SIGKILL');
    await daemon.start();
    const { json } = await daemon.ask('GET', '/v1/approvals');
    expect(json.items.map((item: { status: string }) => item.status)).toEqual([
      expected,
      expected,
      expected,
    ]);
    if (on_restart === 'keep') {
      for (const { request_id } of json.items) {
        await daemon.ask('POST', `/v1/approvals/${request_id}/deny`, {}, daemon.approverToken);
      }
    }
    await endOf(daemon, id);
    expect(readFileSync(join(daemon.workspace, 'settled'), 'utf8').match(/ denied /g)).toHaveLength(
      3,
    );
  }
});
