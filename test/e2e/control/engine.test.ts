import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEngine } from '@rein/enforce';
import { expect, test } from 'vitest';
import { newDaemon, type TestDaemon } from '../../../control/test/http/daemon.js';
import { until } from '../../../control/test/runs/bench.js';

const POLICY = `version: 1
policy: |
  rule keep-plan:
    block write "plan.md"
    because "The plan is agreed; write to notes.md."
  rule ask-date:
    ask exec "date"
    because "A person looks first."
`;

/** A daemon with the engine that was built, an agent under the policy above, and who submits and decides. */
async function newPlace() {
  const daemon = await newDaemon({ engine: findEngine() });
  writeFileSync(daemon.policy, POLICY);
  await daemon.newAgent();
  const sam = await daemon.tokenOf('run_submitter', 'sam');
  const anna = await daemon.tokenOf('approver', 'anna');
  const run = async (script: string): Promise<string> => {
    const body = { agent_id: 'researcher', command: ['bash', '-c', script] };
    const { json } = await daemon.ask('POST', '/v1/runs', { token: sam, body });
    return json.run_id;
  };
  return { ...daemon, sam, anna, run };
}

const ended = ({ ask }: TestDaemon, id: string) =>
  until(async () => {
    const { json } = await ask('GET', `/v1/runs/${id}`);
    return json.ended_at !== undefined && json;
  });

const outputOf = async ({ ask }: TestDaemon, id: string, stream: string) => {
  const { json } = await ask('GET', `/v1/runs/${id}/output?stream=${stream}`);
  return Buffer.from(json.data, 'base64').toString();
};

test('a child of a child is refused, is told why, and it stands in the record', async () => {
  const place = await newPlace();
  writeFileSync(join(place.workspace, 'plan.md'), 'agreed');
  const id = await place.run(
    `python3 -c 'import subprocess; subprocess.run(["sh", "-c", "echo x > plan.md; echo y > notes.md"])'`,
  );
  expect(await ended(place, id)).toMatchObject({ status: 'SUCCEEDED', tier: 'supervisor' });
  expect(readFileSync(join(place.workspace, 'plan.md'), 'utf8')).toBe('agreed');
  expect(readFileSync(join(place.workspace, 'notes.md'), 'utf8')).toBe('y\n');
  expect(await outputOf(place, id, 'stderr')).toContain('The plan is agreed; write to notes.md.');
  const { json } = await place.ask('GET', `/v1/audit/events?run_id=${id}&event_type=match`);
  expect(json.items[0].entry).toMatchObject({ rule: 'keep-plan', outcome: 'blocked' });
});

test('an exec waits until it is decided over HTTP: once it passes, once it does not', async () => {
  const place = await newPlace();
  const id = await place.run('date +one; date +two; echo "status $?"');
  for (const verb of ['grant', 'deny']) {
    const request = await until(async () => {
      const { json } = await place.ask('GET', `/v1/approvals?status=PENDING&run_id=${id}`);
      return json.items[0];
    });
    expect(request.asked).toMatchObject({ op: 'exec', rule: 'ask-date' });
    const path = `/v1/approvals/${request.request_id}/${verb}`;
    await place.ask('POST', path, { token: place.anna, body: { reason: `anna says ${verb}` } });
  }
  await ended(place, id);
  expect(await outputOf(place, id, 'stdout')).toMatch(/^one\nstatus 126\n$/);
  expect(await outputOf(place, id, 'stderr')).toContain('anna says deny');
  const { json } = await place.ask('GET', `/v1/approvals?run_id=${id}`);
  expect(json.items.map((item: { delivery: string }) => item.delivery)).toEqual([
    'delivered',
    'delivered',
  ]);
});

test('cancelling ends every process of the run, also what went into a session of its own', async () => {
  const place = await newPlace();
  const id = await place.run('(setsid sh -c "sleep 301 & sleep 301" &); sleep 301');
  const tree = await until(async () => {
    const { json } = await place.ask('GET', `/v1/runs/${id}/process-tree`);
    return json.processes.filter((one: { command: string }) => one.command === 'sleep').length === 3
      ? json.processes
      : undefined;
  });
  const answer = await place.ask('POST', `/v1/runs/${id}/cancel`, { body: {} });
  expect(answer.json.status).toBe('CANCELLED');
  const left = tree.filter(({ pid }: { pid: number }) => isSleep(pid));
  expect(left).toEqual([]);
});

function isSleep(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('sleep\u0000301');
  } catch {
    return false;
  }
}

test('a run reaches neither the daemon’s socket, nor its runner’s, nor what they keep', async () => {
  const place = await newPlace();
  const state = join(place.home, 'rein');
  const id = await place.run(`
    folder=${state}/runs/$REIN_RUN_ID
    python3 - ${place.socket} $folder/runner.sock <<'P'
import socket, sys
for path in sys.argv[1:]:
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        print('connected', path)
    except OSError as error:
        print('refused', error.errno)
P
    cat $folder/key.runner ${state}/reind/store.db > /dev/null; echo "read $?"
    echo x >> $folder/log.jsonl; echo "wrote $?"
  `);
  await ended(place, id);
  expect(await outputOf(place, id, 'stdout')).toBe('refused 1\nrefused 1\nread 1\nwrote 1\n');
  expect((await place.ask('GET', `/v1/runs/${id}/integrity`)).json.ok).toBe(true);
});

/** A run that waits until it is told that its policy was swapped, or was not. */
async function newSwap() {
  const place = await newPlace();
  const id = await place.run('until [ -e tried ]; do sleep 0.05; done; echo x > plan.md');
  await until(async () => {
    const { json } = await place.ask('GET', `/v1/runs/${id}`);
    return json.started_at !== undefined;
  });
  const other = join(place.workspace, 'other.yaml');
  const swapTo = (rules: string, token?: string) => {
    writeFileSync(other, `version: 1\npolicy: |\n  ${rules.replaceAll('\n', '\n  ')}\n`);
    const who = token === undefined ? {} : { token };
    return place.ask('POST', `/v1/runs/${id}/policy`, { ...who, body: { policy: other } });
  };
  const finish = () => {
    writeFileSync(join(place.workspace, 'tried'), '');
    return ended(place, id);
  };
  return { place, id, swapTo, finish };
}

test('a policy that cannot take the place of the run’s leaves it as it was, and says why', async () => {
  const { place, id, swapTo, finish } = await newSwap();
  const flows = 'source SECRET = file "secret"\nrule none:\n  block exec "git" if SECRET';
  const mine = await swapTo(flows, place.sam);
  expect([mine.status, mine.json.code]).toEqual([403, 'CTL022']);
  const { status, json } = await swapTo(flows);
  expect([status, json.code, json.detail]).toEqual([
    ...[409, 'CTL054', expect.stringContaining('that ask for a label')],
  ]);
  expect(await finish()).toMatchObject({ status: 'FAILED' });
  expect(await outputOf(place, id, 'stderr')).toContain('The plan is agreed');
});

test('a live run of an agent goes on under another policy, and the record says so', async () => {
  const { place, id, swapTo, finish } = await newSwap();
  const { status, json } = await swapTo('rule notes:\n  block write "notes.md"');
  expect([status, json.status]).toEqual([200, 'RUNNING']);
  expect(await finish()).toMatchObject({ status: 'SUCCEEDED', tier: 'supervisor' });
  expect(readFileSync(join(place.workspace, 'plan.md'), 'utf8')).toBe('x\n');
  const log = await place.ask('GET', `/v1/audit/events?run_id=${id}&event_type=policy`);
  expect(log.json.items).toHaveLength(1);
});
