import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLedger, verifyLedger } from '@rein/ledger';
import { expect, test } from 'vitest';
import { isRunOver } from '../../src/runs/state-machine.js';
import { faultOf, principal } from '../stand.js';
import { admin, newBench, submitter, until } from './bench.js';

const sh = (script: string) => ['sh', '-c', script];
/** The verdict on a record once it is sealed, which is a moment after its last entry. */
const sealed = (folder: string) =>
  until(async () => {
    const verdict = await verifyLedger(folder);
    return !(verdict.ok && !verdict.sealed) && verdict;
  });

type Bench = Awaited<ReturnType<typeof newBench>>;

const overOf = ({ runs }: Bench, id: string) =>
  until(async () => {
    const run = await runs.get(admin, id);
    return isRunOver(run.status) && run;
  });

test('a command runs in the workspace, its output is kept, its record verifies', async () => {
  const bench = await newBench();
  const { runs, workspace, state } = bench;
  const { run_id: id, status } = await runs.create(submitter, {
    agent_id: 'researcher',
    command: sh('echo out; echo err >&2; pwd; echo "$REIN_RUN_ID $SECRET"; cat'),
    env: { SECRET: 'sesame' },
    provenance: { adapter_name: 'demo' },
  });
  expect(status).toBe('QUEUED');
  const run = await overOf(bench, id);
  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    exit_code: 0,
    tier: 'supervisor',
    provenance: { adapter_name: 'demo' },
  });
  const output = await runs.output(admin, id, 'stdout', 0);
  expect(Buffer.from(output.data, 'base64').toString()).toBe(`out\n${workspace}\n${id} sesame\n`);
  const folder = join(state, 'runs', id);
  expect(readFileSync(join(folder, 'stderr'), 'utf8')).toBe('err\n');
  expect(await sealed(folder)).toMatchObject({ ok: true });
  const kinds: string[] = [];
  for await (const entry of readLedger(folder)) {
    kinds.push(entry.kind);
    if (entry.kind !== 'start') continue;
    expect(entry).toMatchObject({
      ...{ provenance: { adapter_name: 'demo' }, agent: 'researcher', submitted_by: 'sam' },
      ...{ policy_digest: run.policy_digest, tier: 'supervisor' },
      ...{ image_digest: expect.stringMatching(/^[0-9a-f]{64}$/), rein_version: '0.1.0' },
    });
  }
  expect(kinds).toEqual(['start', 'started', 'exited', 'counters', 'end', 'ledger-seal']);
  // Neither the record nor anything else in the state says what was in the environment.
  for (const name of ['log.jsonl', 'run.json', 'runner.log', 'runner.json']) {
    expect(readFileSync(join(folder, name), 'utf8'), name).not.toContain('sesame');
  }
  expect(bench.faults).toEqual([]);
});

test.each([
  ['exit 3', 'FAILED', 3],
  ['kill -9 $$', 'FAILED', 137],
])('`%s` ends %s', async (script, status, code) => {
  const bench = await newBench();
  const { run_id: id } = await bench.runs.create(submitter, {
    agent_id: 'researcher',
    command: sh(script),
  });
  expect(await overOf(bench, id)).toMatchObject({ status, exit_code: code });
});

test('a command that is not there ends FAILED, and says so', async () => {
  const bench = await newBench();
  const { run_id: id } = await bench.runs.create(submitter, {
    agent_id: 'researcher',
    command: ['/does/not/exist'],
  });
  expect(await overOf(bench, id)).toMatchObject({
    ...{ status: 'FAILED', reason: 'its command was not found' },
  });
});

test('cancelling ends the whole tree, also what left it, and again is no fault', async () => {
  const bench = await newBench();
  const { runs, workspace } = bench;
  const { run_id: id } = await runs.create(submitter, {
    agent_id: 'researcher',
    // A child in a session of its own whose parent has ended, and one that forks all the time.
    command: sh(
      '(setsid sh -c "sleep 300 & sleep 300" &) ; (while :; do sleep 0.01 & done) & sleep 300',
    ),
  });
  const before = await until(async () => {
    const tree = await runs.tree(admin, id);
    return tree.filter(({ command }) => command === 'sleep').length > 3 && tree;
  });
  expect(existsSync(`/proc/${before[0]?.pid}`)).toBe(true);
  const cancelled = await runs.cancel(submitter, id, 'enough');
  expect(cancelled).toMatchObject({ status: 'CANCELLED', reason: 'enough' });
  expect(await runs.tree(admin, id)).toEqual([]);
  expect(before.filter(({ pid }) => isThere(pid, workspace))).toEqual([]);
  expect((await runs.cancel(submitter, id, 'again')).reason).toBe('enough');
  expect(await sealed(runs.folderOf(id))).toMatchObject({ ok: true });
});

/** Whether the process is one of the workspace's, and not a later one with its number. */
function isThere(pid: number, workspace: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(workspace);
  } catch {
    return false;
  }
}

test('a cancellation right after the start is not lost', async () => {
  const bench = await newBench();
  const { run_id: id } = await bench.runs.create(submitter, {
    agent_id: 'researcher',
    command: sh('sleep 300'),
  });
  expect((await bench.runs.cancel(submitter, id, 'at once')).status).toBe('CANCELLED');
});

test('a run that uses more time than it has ends TIMED_OUT', async () => {
  const bench = await newBench();
  const { run_id: id } = await bench.runs.create(submitter, {
    agent_id: 'researcher',
    command: sh('sleep 300 & sleep 300'),
    budgets: { seconds: 0.3 },
  });
  expect((await overOf(bench, id)).status).toBe('TIMED_OUT');
  expect(await bench.runs.tree(admin, id)).toEqual([]);
});

test('a run without a process has its time too, and what it asks ends with it', async () => {
  const bench = await newBench();
  const { runs, approvals, clock } = bench;
  const asked = { agent_id: 'researcher', budgets: { seconds: 0.3 } };
  const { run_id: late } = await runs.create(submitter, asked);
  const { run_id: other } = await runs.create(submitter, { agent_id: 'researcher' });
  const { request_id } = await approvals.request({
    ...{ runId: late, agentId: 'researcher', requestedBy: 'sam', source: 'action' },
    ...{ reference: 'a', digest: 'a'.repeat(64), asked: { op: 'fs.read', target: 'x' } },
    expiresAt: clock.now() + 60_000,
  });
  const run = await until(async () => {
    await runs.check();
    const found = await runs.get(admin, late);
    return isRunOver(found.status) && found;
  });
  expect(run).toMatchObject({ status: 'TIMED_OUT', reason: 'more seconds than 0.3' });
  expect((run.ended_at ?? 0) - run.created_at).toBeGreaterThanOrEqual(300);
  expect((await approvals.get(request_id)).status).toBe('CANCELLED');
  expect((await runs.get(admin, other)).status).toBe('RUNNING');
  expect(await verifyLedger(runs.folderOf(late))).toMatchObject({ ok: true, sealed: true });
});

test('an agent that is deleted while a run of it starts: the one or the other', async () => {
  const { runs, agents } = await newBench();
  const outcomes = await Promise.all([
    runs.create(submitter, { agent_id: 'researcher' }).catch((error) => error.code),
    agents.remove(admin, 'researcher', 1).catch((error) => error.code),
  ]);
  expect([
    ['no-such-agent', undefined],
    [expect.objectContaining({ status: 'RUNNING' }), 'agent-busy'],
  ]).toContainEqual(outcomes);
});

test('a run that uses too much output fails, and says why', async () => {
  const bench = await newBench();
  const { run_id: id } = await bench.runs.create(submitter, {
    agent_id: 'researcher',
    command: sh('yes'),
    budgets: { output_bytes: 1000 },
  });
  const run = await overOf(bench, id);
  expect(run).toMatchObject({ status: 'FAILED', reason: expect.stringMatching(/^more /) });
});

test('asking twice under one key is one run, and a key is for one request', async () => {
  const { runs } = await newBench();
  const asked = { agent_id: 'researcher', command: sh('true') };
  const [one, two] = await Promise.all([
    runs.create(submitter, asked, 'k'),
    runs.create(submitter, asked, 'k'),
  ]);
  expect(one.run_id).toBe(two.run_id);
  const other = runs.create(submitter, { ...asked, command: sh('false') }, 'k');
  expect(await faultOf(other)).toBe('key-reused');
  const foreign = await runs.create(principal('run_submitter', 'eve'), asked, 'k');
  expect(foreign.run_id).not.toBe(one.run_id);
});

test('no more runs than allowed are under way', async () => {
  const bench = await newBench({ runsMax: 1 });
  const asked = { agent_id: 'researcher', command: sh('sleep 300') };
  const { run_id: id } = await bench.runs.create(submitter, asked);
  expect(await faultOf(bench.runs.create(submitter, asked))).toBe('too-many-runs');
  await bench.runs.cancel(submitter, id, '');
  const { run_id: next } = await bench.runs.create(submitter, asked);
  await bench.runs.cancel(submitter, next, '');
});

test('a working directory outside the workspace is refused', async () => {
  const { runs, directory } = await newBench();
  for (const cwd of [directory, '/etc', `${directory}/workspace/../..`]) {
    const asked = { agent_id: 'researcher', command: sh('true'), cwd };
    expect(await faultOf(runs.create(submitter, asked))).toBe('workspace-unusable');
  }
});

test('what one submitter runs is hidden from another', async () => {
  const { runs } = await newBench();
  const { run_id: id } = await runs.create(submitter, { agent_id: 'researcher' });
  const eve = principal('run_submitter', 'eve');
  for (const work of [
    runs.get(eve, id),
    runs.cancel(eve, id, ''),
    runs.output(eve, id, 'stdout', 0),
  ]) {
    expect(await faultOf(work)).toBe('no-such-run');
  }
  const own = await runs.list({ kind: 'own', subject: 'eve' }, { limit: 10 });
  expect(own.items).toEqual([]);
  expect((await runs.get(principal('auditor'), id)).run_id).toBe(id);
});

test('a hold becomes a request, and the run waits until it is settled', async () => {
  const bench = await newBench();
  const { runs, approvals, workspace } = bench;
  const { run_id: id } = await runs.create(submitter, {
    agent_id: 'researcher',
    command: sh('until [ -e settled ]; do sleep 0.02; done'),
    env: { TEST_HOLDS: '2' },
  });
  const { items } = await until(async () => {
    const found = await approvals.list({ kind: 'all' }, { limit: 10, run_id: id });
    return found.items.length === 2 && found;
  });
  // The request is in the queue before the run says that it waits.
  await until(async () => (await runs.get(admin, id)).status === 'WAITING_APPROVAL');
  expect(items[1]).toMatchObject({
    source: 'engine',
    asked: { op: 'exec', target: '/bin/hold-1', argv: ['hold', '1'], rule: 'ask-push' },
    requested_by: 'sam',
  });
  // Nobody delivers here: the first is settled as by a person at the engine's own socket.
  const { decideHold } = await import('@rein/enforce');
  const socket = join(runs.folderOf(id), 'control.sock');
  await decideHold(socket, { id: 1n, approve: true, reason: 'fine' });
  await decideHold(socket, { id: 2n, approve: false, reason: 'no' });
  expect(await overOf(bench, id)).toMatchObject({ status: 'SUCCEEDED', pending_approvals: 0 });
  const settled = await approvals.list({ kind: 'all' }, { limit: 10, run_id: id });
  expect(settled.items.map(({ status, reason }) => [status, reason])).toEqual([
    ['DENIED', 'no'],
    ['APPROVED', 'fine'],
  ]);
  expect(readFileSync(join(workspace, 'settled'), 'utf8')).toBe('1 approved fine\n2 denied no\n');
});

test('what is recorded through the daemon stands among the engine’s entries', async () => {
  const bench = await newBench();
  const { runs } = bench;
  const { run_id: id } = await runs.create(submitter, {
    agent_id: 'researcher',
    command: sh('until [ -e go ]; do sleep 0.02; done'),
  });
  await until(async () => (await runs.get(admin, id)).status === 'RUNNING');
  const rowOf = () => runs.require(submitter, 'runs:read', id);
  const record = runs.recordOf(await rowOf());
  const seqs = await Promise.all(
    Array.from({ length: 20 }, (_, index) => record.append('action', { index, decision: 'ALLOW' })),
  );
  expect(new Set(seqs).size).toBe(20);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(bench.workspace, 'go'), '');
  await overOf(bench, id);
  expect(await faultOf(rowOf().then((row) => runs.recordOf(row)))).toBe('run-over');
  expect((await verifyLedger(runs.folderOf(id))).ok).toBe(true);
});

test('a run without a process takes entries until it is finished', async () => {
  const bench = await newBench();
  const { runs } = bench;
  const { run_id: id, status } = await runs.create(submitter, { agent_id: 'researcher' });
  expect(status).toBe('RUNNING');
  await runs
    .recordOf(await runs.require(submitter, 'runs:read', id))
    .append('action', { decision: 'DENY' });
  const gate = { gate: 'deploy', reason: '' };
  expect(await faultOf(runs.openGate(admin, id, gate))).toBe('gate-not-opened');
  expect(await faultOf(runs.openGate(submitter, id, gate))).toBe('not-allowed');
  await runs.finish(id, 'deny', 'the job needed what it may not');
  expect(await faultOf(runs.openGate(admin, id, gate))).toBe('run-over');
  expect(await runs.get(admin, id)).toMatchObject({
    status: 'DENIED',
    reason: 'the job needed what it may not',
  });
  const { run_id: other } = await runs.create(submitter, { agent_id: 'researcher' });
  expect((await runs.cancel(submitter, other, 'no need')).status).toBe('CANCELLED');
  expect(await verifyLedger(runs.folderOf(other))).toMatchObject({ ok: true, sealed: true });
});
