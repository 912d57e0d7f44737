import { join } from 'node:path';
import { type Entry, readLedger } from '@rein/ledger';
import { expect, test } from 'vitest';
import { newActionBench } from '../actions/bench.js';
import { until } from '../runs/bench.js';

const POLICY = `
  fs.list:
    - allow: "."
  fs.write:
    - ask: "**"
`;

async function entriesIn(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of readLedger(folder)) entries.push(entry);
  return entries;
}

/** How a run stands, by its record alone. */
function statusOf(entries: readonly Entry[], waiting: boolean): string {
  const stop = entries.find(({ kind }) => kind === 'stop')?.why;
  const end = entries.find(({ kind }) => kind === 'end');
  if (end === undefined) return waiting ? 'WAITING_APPROVAL' : 'RUNNING';
  if (stop === 'cancel') return 'CANCELLED';
  if (stop === 'time-out') return 'TIMED_OUT';
  if (end.how === 'denied') return 'DENIED';
  return end.how === 'empty' && end.code === 0 ? 'SUCCEEDED' : 'FAILED';
}

test('what the store says of runs, actions, requests, agents and tokens follows from the records', async () => {
  const { ask, home, sam, pat, tokenOf, newAgent } = await newActionBench(POLICY);
  await tokenOf('auditor');
  await newAgent('brief');
  await ask('DELETE', '/v1/agents/brief', { headers: { 'if-match': '"1"' } });
  const start = async (more: object = {}): Promise<string> =>
    (await ask('POST', '/v1/runs', { token: sam, body: { agent_id: 'capable', ...more } })).json
      .run_id;
  const act = async (run_id: string, capability: string, args: object, key: string) =>
    (
      await ask('POST', '/v1/actions', {
        ...{ token: sam, headers: { 'idempotency-key': key } },
        body: { run_id, capability, args },
      })
    ).json;
  const decide = (request: string, how: string, body: object = {}) =>
    ask('POST', `/v1/approvals/${request}/${how}`, { token: pat, body });
  const finish = (run: string, outcome: string) =>
    ask('POST', `/v1/runs/${run}/finish`, { token: sam, body: { outcome } });

  const actions: string[] = [];
  for (const end of ['succeed', 'deny', 'fail', 'cancel', 'wait', 'time']) {
    const run = await start(end === 'time' ? { budgets: { seconds: 0.001 } } : {});
    if (end === 'time') continue;
    const asked = { path: 'a', content: end };
    actions.push((await act(run, 'fs.list', { path: '.' }, 'one')).action_id);
    actions.push((await act(run, 'fs.list', { path: 'b' }, 'two')).action_id);
    const granted = await act(run, 'fs.write', asked, 'three');
    await decide(granted.request_id, 'grant', { reason: 'looked at it', by: 'a friend' });
    await ask('GET', `/v1/actions/${granted.action_id}?wait_ms=10000`, { token: sam });
    const denied = await act(run, 'fs.write', { ...asked, path: 'c' }, 'four');
    await decide(denied.request_id, 'deny', { reason: 'no' });
    await ask('GET', `/v1/actions/${denied.action_id}?wait_ms=10000`, { token: sam });
    actions.push(granted.action_id, denied.action_id);
    await act(run, 'fs.write', { ...asked, path: 'd' }, 'five');
    if (end === 'cancel') await ask('POST', `/v1/runs/${run}/cancel`, { token: sam, body: {} });
    else if (end !== 'wait') await finish(run, end);
  }
  for (const command of [['true'], ['sh', '-c', 'exit 7']]) await start({ command });
  const runs = await until(async () => {
    const { json } = await ask('GET', '/v1/runs?limit=500');
    const open = json.items.filter(({ ended_at }: { ended_at?: number }) => ended_at === undefined);
    // The one that waits, and the one that every bench has.
    return open.length === 2 && json.items;
  });

  const state = join(home, 'rein');
  const people = await until(async () => {
    await ask('GET', '/readyz');
    const found = await entriesIn(join(state, 'reind', 'record'));
    const { json } = await ask('GET', '/v1/audit/events?run_id=control&limit=500');
    return json.items.length === found.length && found;
  });
  const said = (kind: string) => people.filter((entry) => entry.kind === kind);
  const { json: approvals } = await ask('GET', '/v1/approvals?limit=500');
  const records = new Map<string, Entry[]>();
  for (const { run_id } of runs) {
    records.set(run_id, await entriesIn(join(state, 'runs', run_id)));
  }

  const submitted = said('run-submitted').map(({ of_run, by, agent }) => ({ of_run, by, agent }));
  expect(submitted.reverse()).toEqual(
    runs.map((run: Record<string, string>) => ({
      ...{ of_run: run.run_id, by: run.submitted_by, agent: run.agent_id },
    })),
  );
  for (const run of runs) {
    const entries = records.get(run.run_id) ?? [];
    const isWaiting = approvals.items.some(
      (one: Record<string, string>) => one.run_id === run.run_id && one.status === 'PENDING',
    );
    expect(run.status, run.run_id).toBe(statusOf(entries, isWaiting));
    // The seal is taken in a moment after the end.
    const own = entries.filter(({ kind }) => kind !== 'ledger-seal').length;
    expect([own, own + 1]).toContain(run.events);
  }
  expect(new Set(runs.map(({ status }: { status: string }) => status))).toEqual(
    new Set([
      ...['SUCCEEDED', 'DENIED', 'FAILED', 'CANCELLED', 'WAITING_APPROVAL', 'TIMED_OUT', 'RUNNING'],
    ]),
  );

  for (const one of approvals.items) {
    const decisions = people.filter(
      ({ kind, request }) => request === one.request_id && /^approval-[^u]/.test(kind),
    );
    expect(decisions).toMatchObject(
      one.status === 'PENDING'
        ? []
        : [
            {
              kind: `approval-${one.status.toLowerCase()}`,
              ...{ by: one.decided_by, digest: one.digest, of_run: one.run_id },
              ...(one.reason === undefined ? {} : { reason: one.reason }),
              ...(one.note === undefined ? {} : { note: one.note }),
            },
          ],
    );
    const used = people.filter(
      ({ kind, request }) => kind === 'approval-used' && request === one.request_id,
    );
    expect(used).toHaveLength(one.used_at === undefined ? 0 : 1);
  }
  expect(new Set(approvals.items.map(({ status }: { status: string }) => status))).toEqual(
    new Set(['APPROVED', 'DENIED', 'CANCELLED', 'PENDING']),
  );

  for (const id of actions) {
    const { json: view } = await ask('GET', `/v1/actions/${id}`, { token: sam });
    const entries = (records.get(view.run_id) ?? []).filter(({ action }) => action === id);
    expect(entries).toMatchObject([
      {
        ...{ kind: 'action', seq: view.event_seq, capability: view.capability },
        ...{ resource: view.resource, decision: view.decision, digest: view.digest, by: 'sam' },
      },
      { kind: 'action-result', outcome: view.status },
    ]);
  }

  const { json: agents } = await ask('GET', '/v1/agents');
  const deleted = new Set(said('agent-deleted').map(({ agent }) => agent));
  const there = said('agent-created').filter(({ agent }) => !deleted.has(agent));
  expect(agents.items).toMatchObject(there.map(({ agent }) => ({ agent_id: agent })));
  const { json: tokens } = await ask('GET', '/v1/auth/tokens');
  expect(
    said('token-created').map(({ token, role, owner_subject }) => ({
      ...{ token_id: token, role, owner_subject },
    })),
  ).toEqual(
    tokens.items
      .map(({ token_id, role, owner_subject }: Record<string, string>) => ({
        ...{ token_id, role, owner_subject },
      }))
      .reverse(),
  );
});
