import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionView } from '@rein/contract/api';
import { expect, test } from 'vitest';
import { newProcess } from '../daemon/process.js';
import { until } from '../runs/bench.js';

const POLICY = `version: 1
capabilities:
  fs.write:
    - ask: "**"
  proc.spawn:
    - allow: sh
`;

/** A daemon that can be killed, with a run that is given actions. */
async function newPlace() {
  const daemon = await newProcess();
  const { ask, home, workspace } = daemon;
  const policy = join(home, 'capable.yaml');
  writeFileSync(policy, POLICY);
  await ask('POST', '/v1/agents', { agent_id: 'capable', workspace, policy });
  const { json: run } = await ask('POST', '/v1/runs', { agent_id: 'capable' });
  const act = async (capability: string, args: object): Promise<ActionView> =>
    (await ask('POST', '/v1/actions', { run_id: run.run_id, capability, args })).json;
  const view = async (id: string): Promise<ActionView> =>
    (await ask('GET', `/v1/actions/${id}?wait_ms=5000`)).json;
  const grant = (request: string | undefined) =>
    ask('POST', `/v1/approvals/${request}/grant`, {}, daemon.approverToken);
  const restart = async () => {
    await daemon.kill('SIGKILL');
    await daemon.start();
  };
  return { ...daemon, act, view, grant, restart };
}

test('what waited for a person waits on after a kill, and is performed once when it is granted', async () => {
  const { act, view, grant, restart, workspace } = await newPlace();
  const asked = await act('fs.write', { path: 'plan.md', content: 'agreed' });
  expect(asked.status).toBe('waiting');
  await restart();
  expect((await view(asked.action_id)).status).toBe('waiting');
  expect(existsSync(join(workspace, 'plan.md'))).toBe(false);
  expect((await grant(asked.request_id)).status).toBe(200);
  await until(async () => (await view(asked.action_id)).status === 'done');
  expect(readFileSync(join(workspace, 'plan.md'), 'utf8')).toBe('agreed');
});

test('what was under way when the daemon was killed is unknown, and is not done again', async () => {
  const { act, view, restart, workspace, ask } = await newPlace();
  const script = 'echo x >> times; until [ -e go ]; do sleep 0.02; done';
  void act('proc.spawn', { command: 'sh', args: ['-c', script] }).catch(() => undefined);
  const key = { command: 'sh', args: ['-c', script.replace('times', 'keyed')] };
  const { json: runs } = await ask('GET', '/v1/runs?agent_id=capable');
  const run_id: string = runs.items.find((one: { command?: unknown }) => !one.command).run_id;
  const body = { run_id, capability: 'proc.spawn', args: key };
  const submit = () => ask('POST', '/v1/actions', body, undefined, { 'idempotency-key': 'once' });
  void submit().catch(() => undefined);
  await until(
    async () => existsSync(join(workspace, 'keyed')) && existsSync(join(workspace, 'times')),
  );
  await restart();
  const again = await submit();
  expect(again.json.status).toBe('unknown');
  expect((await view(again.json.action_id)).reason).toBe('reind ended while it was under way');
  writeFileSync(join(workspace, 'go'), '');
  // The run is the same, and so is what starts programs in it.
  const later = await act('proc.spawn', { command: 'sh', args: ['-c', 'echo later'] });
  expect(later).toMatchObject({ status: 'done', result: { stdout: 'later\n' } });
  expect(readFileSync(join(workspace, 'keyed'), 'utf8')).toBe('x\n');
  expect(readFileSync(join(workspace, 'times'), 'utf8')).toBe('x\n');
  // The record says it too: no decision under a key is without what came of it.
  await until(async () => {
    const { json } = await ask('GET', `/v1/runs/${run_id}/events?limit=500`);
    return json.items.some(
      ({ kind, entry }: { kind: string; entry: Record<string, unknown> }) =>
        kind === 'action-result' &&
        entry.action === again.json.action_id &&
        entry.outcome === 'unknown',
    );
  });
  const ended = await ask('POST', `/v1/runs/${run_id}/finish`, { outcome: 'succeed' });
  expect(ended.json.status).toBe('SUCCEEDED');
});

test('of many grants around a kill each is performed once or told to be unknown, and none is lost', async () => {
  const { act, view, grant, kill, start, workspace } = await newPlace();
  const asked = await Promise.all(
    Array.from({ length: 12 }, (_, i) => act('fs.write', { path: `f${i}`, content: String(i) })),
  );
  const granted = new Map<string, number>();
  let answers = 0;
  const grants = asked.map(async ({ request_id }, index) => {
    const answer = await grant(request_id).catch(() => undefined);
    if (answer?.status === 200) granted.set(asked[index]?.action_id ?? '', index);
    answers += 1;
  });
  await until(async () => granted.size >= 4);
  await kill('SIGKILL');
  await Promise.all(grants);
  expect(answers).toBe(12);
  await start();
  for (const [id, index] of granted) {
    const { status } = await until(async () => {
      const found = await view(id);
      return found.status !== 'waiting' && found.status !== 'running' && found;
    });
    expect(['done', 'unknown']).toContain(status);
    if (status !== 'done') continue;
    expect(readFileSync(join(workspace, `f${index}`), 'utf8')).toBe(String(index));
  }
  // What nobody was told is granted may still be asked.
  for (const { action_id, request_id } of asked) {
    if ((await view(action_id)).status === 'waiting') await grant(request_id);
    const { status } = await until(async () => {
      const found = await view(action_id);
      return found.status !== 'waiting' && found.status !== 'running' && found;
    });
    expect(['done', 'unknown']).toContain(status);
  }
});

test('a denial that was answered under a key stands after a kill, and is not decided again', async () => {
  const { ask, kill, start } = await newPlace();
  const { json: runs } = await ask('GET', '/v1/runs?agent_id=capable');
  const { run_id } = runs.items[0];
  const body = { run_id, capability: 'fs.read', args: { path: 'plan.md' } };
  const submit = (key: string) =>
    ask('POST', '/v1/actions', body, undefined, { 'idempotency-key': key });
  const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
  const answers = await Promise.all(keys.map(submit));
  // The last ones are on the record and not yet in the store.
  await kill('SIGKILL');
  await start();
  const again = await Promise.all(keys.map(submit));
  expect(answers[0]?.json).toMatchObject({ decision: 'DENY', status: 'denied' });
  expect(again.map(({ json }) => json)).toEqual(answers.map(({ json }) => json));
  const { json: events } = await ask('GET', `/v1/runs/${run_id}/events?limit=500`);
  const keyed = events.items.flatMap(({ entry }: { entry: { key?: string } }) => entry.key ?? []);
  expect([...keyed].sort()).toEqual([...keys].sort());
});
