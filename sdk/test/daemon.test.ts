/** Against a daemon as it is, over its socket. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { newActionBench } from '../../control/test/actions/bench.js';
import {
  ActionDenied,
  createClient,
  createRein,
  ReinFault,
  readJob,
  runJob,
  runWrapper,
} from '../src/index.js';

const POLICY = `
  fs.read:
    - allow: "**"
  fs.write:
    - allow: "reports/**"
    - ask: "src/**"
  fs.list:
    - allow: ["**", "."]
  proc.spawn:
    - allow: echo
      args: "**"
`;

async function bench() {
  const daemon = await newActionBench(POLICY);
  const { socket, sam, pat, runId } = daemon;
  const client = createClient({ socket, token: sam });
  return {
    ...daemon,
    client,
    approver: createClient({ socket, token: pat }),
    rein: createRein(client, runId),
  };
}

it('acts for an agent', async () => {
  const { rein } = await bench();
  await rein.fs.write('reports/a.txt', 'hello');
  await rein.fs.write('reports/b.bin', Uint8Array.of(0, 255));
  expect(await rein.fs.read('reports/a.txt')).toBe('hello');
  expect((await rein.fs.list('reports')).map(({ name }) => name)).toEqual(['a.txt', 'b.bin']);
  expect(await rein.proc.spawn('echo', ['hi'])).toMatchObject({ exit_code: 0, stdout: 'hi\n' });
  const denied = await rein.fs.write('x', '').catch((error: unknown) => error);
  expect(denied).toBeInstanceOf(ActionDenied);
  expect(denied).toMatchObject({ capability: 'fs.write', resource: 'x' });
});

it('waits for a person as for any other promise', async () => {
  const { rein, ask, approver, pat, read, runId } = await bench();
  const writing = rein.fs.write('src/a.ts', 'new');
  let waiting: string | undefined;
  while (waiting === undefined) {
    const { json } = await ask('GET', `/v1/approvals?run_id=${runId}&status=PENDING`, {
      token: pat,
    });
    waiting = json.items[0]?.request_id;
    await sleep(20);
  }
  await approver.grant(waiting, { reason: 'fine' });
  await writing;
  expect(read('src/a.ts')).toBe('new');
});

it('says what reind refuses', async () => {
  const { client, runId } = await bench();
  const refused = await client
    .run(`${runId.slice(0, -1)}${runId.endsWith('0') ? '1' : '0'}`)
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ReinFault);
  expect(refused).toMatchObject({ code: 'CTL045', status: 404 });
});

it('runs a job: the same events twice, and no step behind a denied one', async () => {
  const { client, ask, sam } = await bench();
  const job = readJob({
    version: 1,
    steps: [
      { action: 'fs.write', args: { path: 'reports/job.txt', content: 'done' } },
      { action: 'fs.list', args: { path: 'reports' } },
      { action: 'fs.write', args: { path: 'elsewhere', content: '' }, on_denied: 'continue' },
      { action: 'fs.write', args: { path: 'elsewhere', content: '' } },
      { action: 'fs.read', args: { path: 'reports/job.txt' } },
    ],
  });
  const kinds = async () => {
    const { run, steps } = await runJob(client, job, { agent: 'capable' });
    expect(run).toMatchObject({ status: 'DENIED' });
    expect(run.reason).toContain('step 4');
    expect(steps.map(({ status }) => status)).toEqual(['done', 'done', 'denied', 'denied']);
    const { json } = await ask('GET', `/v1/runs/${run.run_id}/events?limit=500`, { token: sam });
    return json.items.map(({ kind, entry }: { kind: string; entry: Record<string, unknown> }) =>
      [kind, entry.capability, entry.resource, entry.decision, entry.outcome, entry.rule].join(' '),
    );
  };
  expect(await kinds()).toEqual(await kinds());
});

it('says where a job is wrong', () => {
  const steps = [{ action: 'fs.write', args: { path: 'a', content: 'b', mode: 7 } }];
  expect(() => readJob({ version: 1, steps })).toThrow('`steps.0.args`');
  expect(() => readJob({ version: 2, steps: [] })).toThrow('`version`');
});

it('asks for what a wrapper prints, and for nothing else', async () => {
  const { client, read } = await bench();
  const script = [
    `echo '{"syscall":"fs.write","args":{"path":"reports/w.txt","content":"w"}}'`,
    'echo thinking',
    `echo '{"syscall":"net.fetch","args":{"url":"https://example.com/"}}'`,
    // What the daemon refuses as a request: an id that stood for another action, and too much.
    `echo '{"syscall":"fs.list","args":{"path":"."},"id":"one"}'`,
    `echo '{"syscall":"fs.list","args":{"path":"reports"},"id":"one"}'`,
    `printf '{"syscall":"fs.write","args":{"path":"reports/much","content":"'; head -c 1048576 /dev/zero | tr '\\0' x; echo '"}}'`,
    `echo '{"syscall":"fs.write","args":{"path":"reports/last.txt","content":"last"}}'`,
  ].join('; ');
  const strange: number[] = [];
  const { run, actions } = await runWrapper(client, {
    agent: 'capable',
    command: ['sh', '-c', script],
    onStrange: (line) => strange.push(line),
  });
  expect(actions.map(({ capability, status }) => `${capability} ${status}`)).toEqual([
    'fs.write done',
    'net.fetch denied',
    'fs.list done',
    'fs.write done',
  ]);
  expect(strange).toEqual([2, 5, 6]);
  expect([read('reports/w.txt'), read('reports/last.txt')]).toEqual(['w', 'last']);
  expect(run).toMatchObject({ status: 'DENIED', exit_code: 0 });
});
