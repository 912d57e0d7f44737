/** Capabilities through the daemon and beneath it, with the engine that was built. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findEngine } from '@rein/enforce';
import { createClient, createRein, runWrapper } from '@rein/sdk';
import { expect, onTestFinished, test } from 'vitest';
import { newDaemon } from '../../../control/test/http/daemon.js';
import { until } from '../../../control/test/runs/bench.js';

const POLICY = `version: 1
capabilities:
  fs.read:
    - allow: "**"
    - deny: "**/.env"
  fs.list:
    - allow: ["**", "."]
  fs.write:
    - allow: "reports/**"
  proc.spawn:
    - allow: [sh, bash, cat, echo, touch, rm, python3*]
    - ask: date
      because: "A person looks at the clock first."
`;

async function newPlace(mode: 'observe' | 'guard' | 'strict') {
  const daemon = await newDaemon({ engine: findEngine() });
  const { ask, workspace, policy, tokenOf, socket } = daemon;
  writeFileSync(policy, POLICY);
  writeFileSync(join(workspace, '.env'), 'TOKEN=1');
  mkdirSync(join(workspace, 'reports'));
  await ask('POST', '/v1/agents', { body: { agent_id: 'capable', workspace, policy, mode } });
  const client = createClient({ socket, token: await tokenOf('run_submitter', 'sam') });
  const approver = createClient({ socket, token: await tokenOf('approver', 'pat') });
  const { run_id } = await client.startRun({ agent_id: 'capable' });
  const script = async (text: string) => {
    const started = await client.startRun({ agent_id: 'capable', command: ['bash', '-c', text] });
    const run = await until(async () => {
      const found = await client.run(started.run_id);
      return found.ended_at !== undefined && found;
    });
    const output = async (stream: 'stdout' | 'stderr') =>
      Buffer.from((await client.output(run.run_id, stream, 0)).data, 'base64').toString();
    return { run, stdout: await output('stdout'), stderr: await output('stderr') };
  };
  const has = (path: string) => existsSync(join(workspace, path));
  return { ...daemon, client, approver, script, has, rein: createRein(client, run_id) };
}

const AROUND = 'echo a > reports/a; echo b > b; rm reports/a; cat .env; date; echo end';

test('guard: what goes around the daemon meets the same answers', async () => {
  const { script, has, rein } = await newPlace('guard');
  // `date` is asked about: nobody answers here, so it is left out.
  const { stdout, stderr } = await script(AROUND.replace('date; ', ''));
  expect([has('reports/a'), has('b')]).toEqual([true, false]);
  expect(stdout).toBe('end\n');
  expect(stderr).toContain('No rule of fs.write allows it.');
  expect(stderr).toContain('No rule of fs.delete allows it.');
  await rein.fs.write('reports/c', 'c');
  const denied = async (work: Promise<unknown>) =>
    expect((await work.catch((error: Error) => error.name)) ?? 'done').toBe('ActionDenied');
  await denied(rein.fs.write('b', 'b'));
  await denied(rein.fs.delete('reports/a'));
  await denied(rein.fs.read('.env'));
});

test('observe: tells, and refuses nothing', async () => {
  const { script, has } = await newPlace('observe');
  const { stdout, stderr } = await script(AROUND);
  expect([has('reports/a'), has('b')]).toEqual([false, true]);
  expect(stdout).toContain('TOKEN=1');
  expect(stderr).toContain('No rule of fs.write allows it.');
});

test('strict: nothing runs that is not allowed, and nothing outside is read', async () => {
  const { script } = await newPlace('strict');
  // Everybody may read it, and it is neither in the workspace nor in what programs are made of.
  const outside = '/var/lib/dpkg/status';
  const { stdout, stderr } = await script(`sleep 0; cat ${outside}; cat reports/../.env; echo end`);
  expect(stdout).toBe('end\n');
  expect(stderr).toContain('No rule of proc.spawn allows it.');
  expect(stderr).toContain('No rule of fs.read allows it.');
});

test('a program that a person granted runs once, and the engine does not ask again', async () => {
  const { rein, approver, ask } = await newPlace('guard');
  const running = rein.proc.spawn('date', ['+%Y']);
  const waiting: string = await until(async () => {
    const { json } = await ask('GET', '/v1/approvals?status=PENDING');
    return json.items[0]?.request_id;
  });
  await approver.grant(waiting);
  expect(await running).toMatchObject({ exit_code: 0, stdout: `${new Date().getFullYear()}\n` });
});

test('a program that an action started ends with the run of the action', async () => {
  const { client, rein, has } = await newPlace('guard');
  const spawned = rein.proc.spawn('sh', ['-c', 'touch reports/started; sleep 300']);
  const failed = spawned.catch((error: Error) => error.message);
  await until(async () => has('reports/started'));
  const { items } = await client.listRuns({ agent_id: 'capable' });
  const child = items.find(({ command }) => command !== undefined);
  const parent = items.find(({ command }) => command === undefined);
  await client.cancelRun(parent?.run_id ?? '', 'enough');
  const ended = await until(async () => {
    const found = await client.run(child?.run_id ?? '');
    return found.ended_at !== undefined && found;
  });
  expect(ended.status).toBe('CANCELLED');
  expect(await failed).toMatch(/over/);
});

test('a wrapper: what it prints meets the daemon, what it hides meets the engine', async () => {
  const { client, workspace, has } = await newPlace('guard');
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const hidden = [
    'import socket, sys',
    `try: socket.create_connection(("127.0.0.1", ${port})); print("connected", file=sys.stderr)`,
    'except OSError as error: print(error.errno, file=sys.stderr)',
    'try: open("hidden", "w")',
    'except OSError as error: print(error.errno, file=sys.stderr)',
  ].join('\n');
  writeFileSync(join(workspace, 'wrapper.py'), hidden);
  const lines = [
    `echo '{"syscall":"fs.write","args":{"path":"reports/w","content":"w"}}'`,
    `echo '{"syscall":"net.fetch","args":{"url":"http://127.0.0.1:${port}/"}}'`,
    'python3 wrapper.py',
  ];
  const command = ['bash', '-c', lines.join('\n')];
  const { actions, wrapper } = await runWrapper(client, { agent: 'capable', command });
  expect(actions.map(({ status }) => status)).toEqual(['done', 'denied']);
  expect(readFileSync(join(workspace, 'reports/w'), 'utf8')).toBe('w');
  expect([connections, has('hidden')]).toEqual([0, false]);
  const { data } = await client.output(wrapper.run_id, 'stderr', 0);
  expect(Buffer.from(data, 'base64').toString()).toContain('No rule of net.connect allows it.');
});
