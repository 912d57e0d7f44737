/** Budgets that the engine counts, with the engine that was built. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findEngine } from '@rein/enforce';
import { expect, onTestFinished, test } from 'vitest';
import { newDaemon } from '../../../control/test/http/daemon.js';
import { until } from '../../../control/test/runs/bench.js';

/** Runs a script under a policy that is about nothing it does, and shows what became of it. */
async function newPlace() {
  const daemon = await newDaemon({ engine: findEngine() });
  const { ask, policy } = daemon;
  writeFileSync(policy, 'version: 1\npolicy: |\n  rule far:\n    block unlink "/nowhere"\n');
  await daemon.newAgent();
  const run = async (budgets: object, script: string) => {
    const body = { agent_id: 'researcher', command: ['bash', '--norc', '-c', script], budgets };
    const { json: made } = await ask('POST', '/v1/runs', { body });
    const id: string = made.run_id;
    const over = await until(async () => {
      const { json } = await ask('GET', `/v1/runs/${id}`);
      return json.ended_at !== undefined && json;
    });
    const output = async (stream: string) => {
      const { json } = await ask('GET', `/v1/runs/${id}/output?stream=${stream}`);
      return Buffer.from(json.data, 'base64').toString();
    };
    const { json: events } = await ask('GET', `/v1/runs/${id}/events?limit=500`);
    const kinds = events.items.map(({ entry }: { entry: { kind: string } }) => entry);
    return { run: over, stdout: await output('stdout'), stderr: await output('stderr'), kinds };
  };
  return { ...daemon, run };
}

const matches = (entries: { kind: string; rule?: string; outcome?: string }[]) =>
  entries.filter(({ kind }) => kind === 'match').map(({ rule, outcome }) => `${rule} ${outcome}`);

test('a run writes as often as it may, and then is told why it cannot', async () => {
  const { run, workspace } = await newPlace();
  const script =
    'for i in 1 2 3 4 5; do echo x > f$i; done; cat /etc/hostname > /dev/null; echo end';
  const found = await run({ writes: 3 }, script);
  expect(readdirSync(workspace).sort()).toEqual(['f1', 'f2', 'f3']);
  expect(found.stderr).toContain('This run may change files 3 times, and has.');
  // It goes on: what is used up is the writing, not the run.
  expect(found).toMatchObject({ stdout: 'end\n', run: { status: 'SUCCEEDED' } });
  expect(matches(found.kinds)[0]).toBe('rein/budget-writes blocked');
  const roomy = await run({ writes: 100 }, 'for i in 1 2 3; do echo x > g$i; done');
  expect(roomy.run.status).toBe('SUCCEEDED');
  expect(matches(roomy.kinds)).toEqual([]);
});

test('a run connects as often as it may', async () => {
  const server = createServer((socket) => socket.end());
  onTestFinished(() => void server.close());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { run, workspace } = await newPlace();
  const script = `for i in 1 2 3 4; do (exec 3<> /dev/tcp/127.0.0.1/${port}) && echo yes || echo no; done`;
  const found = await run({ connects: 2 }, script);
  expect(found.stdout).toBe('yes\nyes\nno\nno\n');
  expect(found.stderr).toContain('This run may connect 2 times, and has.');
  expect(readdirSync(workspace)).toEqual([]);
});

test('a run that would have too many processes has none more, and is ended', async () => {
  const { run, workspace } = await newPlace();
  const count = join(workspace, 'count');
  const script = `for i in $(seq 30); do (echo x >> ${count}; exec sleep 300) & done; wait`;
  const found = await run({ processes: 5 }, script);
  expect(found.run).toMatchObject({ status: 'FAILED', reason: 'more processes than 5' });
  // The shell is one of the five.
  const most = existsSync(count) ? readFileSync(count, 'utf8').length / 2 : 0;
  expect(most).toBeLessThanOrEqual(4);
  const few = await run({ processes: 5 }, 'for i in $(seq 12); do /bin/true; done; echo end');
  expect(few).toMatchObject({ stdout: 'end\n', run: { status: 'SUCCEEDED' } });
});
