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

async function newPlace(mode: 'observe' | 'guard' | 'strict', text: string = POLICY) {
  const daemon = await newDaemon({ engine: findEngine() });
  const { ask, workspace, policy, tokenOf, socket } = daemon;
  writeFileSync(policy, text);
  writeFileSync(join(workspace, '.env'), 'TOKEN=1');
  mkdirSync(join(workspace, 'reports'));
  const body = { agent_id: 'capable', workspace, policy, mode };
  expect((await ask('POST', '/v1/agents', { body })).json).toMatchObject(body);
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
  return { ...daemon, client, approver, script, has, run_id, rein: createRein(client, run_id) };
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
  const { client, rein, has, run_id } = await newPlace('guard');
  const spawned = rein.proc.spawn('bash', [
    '-c',
    '(setsid sleep 300 &); touch reports/started; sleep 301; true',
  ]);
  const failed = spawned.catch((error: Error) => error.message);
  await until(async () => has('reports/started'));
  const processes = await client.processTree(run_id);
  expect(processes.map(({ command }) => command)).toEqual(
    expect.arrayContaining(['bash', 'sleep']),
  );
  expect((await client.cancelRun(run_id, 'enough')).status).toBe('CANCELLED');
  expect(processes.filter(({ pid }) => runs(pid))).toEqual([]);
  expect(await failed).toMatch(/ended|closed|over/);
});

/** A process that ended and was not looked at by its parent has no command line any more. */
function runs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

test('a program of an action is over when it ends, whatever it left writing', async () => {
  const { rein } = await newPlace('guard');
  const spawned = await rein.proc.spawn('bash', ['-c', 'while :; do echo y; done & echo done']);
  expect(spawned.exit_code).toBe(0);
  expect(spawned.stdout).toContain('done\n');
});

const STATEFUL = `${POLICY}
policy: |
  source SECRET = file "**/token"
  rule once-tested:
    block exec "touch" unless after exec "true" exits 0
    because "Test it first."
  rule nothing-leaves:
    block write "**/reports/**" if SECRET
    because "It has seen the token."
`.replace('[sh, bash,', '[sh, bash, "true",');

test('what actions start shares the gates and the labels of their run', async () => {
  const { rein, has, workspace, client, run_id } = await newPlace('guard', STATEFUL);
  writeFileSync(join(workspace, 'token'), 'x');
  const write = (name: string) => rein.proc.spawn('sh', ['-c', `echo > reports/${name}`]);
  const touched = () => rein.proc.spawn('touch', ['reports/touched']).catch(({ name }) => name);
  expect(await touched()).toBe('ActionDenied');
  await rein.proc.spawn('true', []);
  expect(await touched()).toMatchObject({ exit_code: 0 });
  await write('before');
  // The answer goes to whoever asks, and comes back with what is asked next.
  expect(await rein.proc.spawn('cat', ['token'])).toMatchObject({ stdout: 'x' });
  expect((await write('after')).stderr).toContain('It has seen the token.');
  expect([has('reports/touched'), has('reports/before'), has('reports/after')]).toEqual([
    true,
    true,
    false,
  ]);
  const { items } = await client.runEvents(run_id, 0);
  const kinds = items.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['action', 'governed', 'gate', 'label', 'match']));
});

test('what was read for a run before it had a process is known to it', async () => {
  const { rein, has, workspace } = await newPlace('guard', STATEFUL);
  writeFileSync(join(workspace, 'token'), 'x');
  const name = ({ name: found }: Error) => found;
  // Nothing is known yet: the agent may have seen the token.
  expect(await rein.fs.write('reports/a', '').catch(name)).toBe('ActionDenied');
  expect((await rein.proc.spawn('sh', ['-c', 'echo > reports/b'])).exit_code).toBe(0);
  // Now it is: it has seen nothing.
  await rein.fs.write('reports/a', '');
  expect(await rein.fs.read('token')).toBe('x');
  expect(await rein.fs.write('reports/c', '').catch(name)).toBe('ActionDenied');
  expect((await rein.proc.spawn('sh', ['-c', 'echo > reports/d'])).exit_code).not.toBe(0);
  expect(['a', 'b', 'c', 'd'].filter((one) => has(`reports/${one}`))).toEqual(['a', 'b']);
});

test('what was read for a run counts when its first program starts', async () => {
  const { rein, has, workspace } = await newPlace('guard', STATEFUL);
  writeFileSync(join(workspace, 'token'), 'x');
  await rein.fs.read('token');
  expect((await rein.proc.spawn('sh', ['-c', 'echo > reports/a'])).exit_code).not.toBe(0);
  expect(has('reports/a')).toBe(false);
});

const CARRIED = STATEFUL.replace('- allow: "reports/**"', '- allow: ["reports/**", "notes/**"]');
const READ_NOTE =
  'echo > reports/before; until [ -e notes/out ]; do sleep 0.1; done; read x < notes/out; echo "$x" > reports/after';

test('what an action writes carries what the run has read for whoever reads it there', async () => {
  const { rein, has, workspace } = await newPlace('guard', CARRIED);
  writeFileSync(join(workspace, 'token'), 'x\n');
  // It is there before anything is read, and so has no label by itself.
  const reader = rein.proc.spawn('bash', ['-c', READ_NOTE]);
  await until(async () => has('reports/before'));
  await rein.fs.write('notes/clean', 'y\n');
  const clean = await rein.proc.spawn('bash', ['-c', 'read x < notes/clean; echo > reports/clean']);
  expect([clean.exit_code, has('reports/clean')]).toEqual([0, true]);
  const { content } = await rein.fs.read('token').then((text) => ({ content: String(text) }));
  await rein.fs.write('notes/out', content);
  const { exit_code, stderr } = await reader;
  expect(stderr).toContain('It has seen the token.');
  expect([exit_code, has('reports/after')]).toEqual([1, false]);
});

test('what a wrapper has written for it carries what its line was printed with', async () => {
  const { client, has, workspace } = await newPlace('guard', CARRIED);
  writeFileSync(join(workspace, 'token'), 'x\n');
  const line = '{"syscall":"fs.write","args":{"path":"notes/out","content":"x\\\\n"}}';
  // A child has read the token and prints; the shell itself has not, until it reads what became of it.
  const text = `sh -c 'read x < token; echo '"'"'${line}'"'"; ${READ_NOTE}; true`;
  const command = ['bash', '-c', text];
  const { actions, run } = await runWrapper(client, { agent: 'capable', command });
  expect(actions.map(({ status }) => status)).toEqual(['done']);
  expect(readFileSync(join(workspace, 'notes/out'), 'utf8')).toBe('x\n');
  expect([has('reports/before'), has('reports/after'), run.status]).toEqual([
    ...[true, false, 'SUCCEEDED'],
  ]);
});

test('a rule of the policy that asks is answered once for a program of an action', async () => {
  const rule = 'policy: |\n  rule look: ask exec "uname"\n';
  const text = POLICY.replace('- ask: date', '- allow: uname\n    - ask: date') + rule;
  const { rein, approver, ask } = await newPlace('guard', text);
  const running = rein.proc.spawn('uname');
  const waiting: string = await until(async () => {
    const { json } = await ask('GET', '/v1/approvals?status=PENDING');
    return json.items[0]?.request_id;
  });
  await approver.grant(waiting);
  expect(await running).toMatchObject({ exit_code: 0, stdout: 'Linux\n' });
  expect((await ask('GET', '/v1/approvals')).json.items).toHaveLength(1);
});

test('a wrapper’s actions carry what it has read itself', async () => {
  const { client, has, workspace } = await newPlace('guard', STATEFUL);
  writeFileSync(join(workspace, 'token'), 'x');
  const write = (name: string) =>
    `echo '{"syscall":"proc.spawn","args":{"command":"sh","args":["-c","echo > reports/${name}"]}}'`;
  // The second is printed by who has read the token, the first was performed before.
  const text = `${write('a')}; until [ -e reports/a ]; do sleep 0.1; done; read x < token; ${write('b')}`;
  const command = ['bash', '-c', text];
  const { actions, run } = await runWrapper(client, { agent: 'capable', command });
  expect(actions.map(({ status }) => status)).toEqual(['done', 'done']);
  expect([has('reports/a'), has('reports/b'), run.status]).toEqual([true, false, 'SUCCEEDED']);
});

test('strict: what is allowed in an order runs in it, through the daemon', async () => {
  const text = POLICY.replace('- ask: date', '- allow: uname\n      args: ["-s"]\n    - ask: date');
  const { rein } = await newPlace('strict', text);
  expect(await rein.proc.spawn('uname', ['-s'])).toMatchObject({ exit_code: 0, stdout: 'Linux\n' });
  expect(await rein.proc.spawn('uname', ['-r']).catch(({ name }) => name)).toBe('ActionDenied');
});

test('strict: what is allowed up to a size is read through the daemon, and by nobody else', async () => {
  const sized = POLICY.replace('- allow: "**"', '- allow: "**"\n      max_bytes: 1KiB');
  // To the engine, listing is reading.
  const text = sized.replace('  fs.list:\n    - allow: ["**", "."]\n', '');
  const { rein, script, workspace } = await newPlace('strict', text);
  writeFileSync(join(workspace, 'small'), 'x');
  writeFileSync(join(workspace, 'large'), 'x'.repeat(2000));
  expect((await script('cat small; echo end')).stdout).toBe('end\n');
  expect((await rein.proc.spawn('echo', ['up'])).exit_code).toBe(0);
  expect(await rein.fs.read('small')).toBe('x');
  expect(await rein.fs.read('large').catch(({ name }) => name)).toBe('ActionDenied');
  expect(await rein.fs.read('.env').catch(({ name }) => name)).toBe('ActionDenied');
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
  const { actions, run } = await runWrapper(client, { agent: 'capable', command });
  expect(actions.map(({ status }) => status)).toEqual(['done', 'denied']);
  expect(readFileSync(join(workspace, 'reports/w'), 'utf8')).toBe('w');
  expect([connections, has('hidden')]).toEqual([0, false]);
  const { data } = await client.output(run.run_id, 'stderr', 0);
  expect(Buffer.from(data, 'base64').toString()).toContain('No rule of net.connect allows it.');
});
