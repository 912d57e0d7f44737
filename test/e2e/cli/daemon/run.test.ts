import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jsonLines, type Place } from '../place.js';
import { newDaemonPlace, pidOf } from './place.js';

const JOB = `version: 1
name: two files
steps:
  - action: fs.list
    args: { path: "." }
  - action: fs.write
    args: { path: reports/a.txt, content: "a\\n" }
  - action: fs.write
    args: { path: src/app.ts, content: "new\\n" }
`;

/** What waits, once something does. */
async function waiting(place: Place): Promise<Record<string, unknown>> {
  for (;;) {
    const { stdout } = await place.rein(['approvals', '--json']);
    const [first] = jsonLines(stdout);
    if (first !== undefined) return first;
  }
}

it('ends as a shell does where there is no such command, and with --json prints nothing beside it', async () => {
  const place = await newDaemonPlace();
  const none = await place.asSam(['run', 'researcher', '--', 'no-such-program']);
  expect([none.code, none.stderr]).toEqual([127, expect.stringContaining('was not found')]);
  const args = ['run', 'researcher', '--json', '--', 'sh', '-c', 'echo out; echo err >&2'];
  const { stdout, stderr } = await place.asSam(args);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'SUCCEEDED', exit_code: 0 });
  expect(stderr).toMatch(/^out$/m);
  expect(stderr).toMatch(/^err$/m);
});

it('gives a command what is named of the environment, and nobody the token', async () => {
  const place = await newDaemonPlace();
  const asked = (...names: string[]) =>
    place.asSam(['run', 'researcher', ...names, '--', 'sh', '-c', 'echo "$API_KEY,$OTHER"'], {
      env: { API_KEY: 'k-1', OTHER: 'no' },
    });
  expect((await asked('--env', 'API_KEY')).stdout).toBe('k-1,\n');
  const refused = await Promise.all(
    ['REIN_TOKEN_FILE', 'NOT_THERE', 'no name', 'API_KEY=k-2'].map((name) => asked('--env', name)),
  );
  expect(refused.map(({ code, stderr }) => [code, /help: (?<help>.+)/.exec(stderr)?.[1]])).toEqual([
    [2, 'a run does not get your token'],
    [2, 'there is no such variable in your environment'],
    [2, 'give the name of a variable of your environment'],
    [2, 'set it in your environment, then give `--env API_KEY`'],
  ]);
  expect(refused.some(({ stderr }) => stderr.includes('k-2'))).toBe(false);
});

it('runs a command as an agent: streams, exit code, record', async () => {
  const place = await newDaemonPlace();
  const script = 'echo out; echo err >&2; echo no > elsewhere; exit 3';
  const { code, stdout, stderr } = await place.asSam([
    'run',
    'researcher',
    '--',
    'sh',
    '-c',
    script,
  ]);
  expect([code, stdout]).toEqual([3, 'out\n']);
  expect(stderr).toContain('err\n');
  expect(stderr).toContain('No rule of fs.write allows it.');
  expect(stderr).toMatch(/failed · exit code 3/);
  const logs = await place.asSam(['logs', 'last']);
  expect([logs.stdout, logs.stderr]).toEqual(['out\n', expect.stringContaining('err\n')]);
  expect((await place.asSam(['logs', 'last', '--stdout'])).stderr).toBe('');
  const [run] = jsonLines((await place.asSam(['runs', '--json'])).stdout);
  expect(run).toMatchObject({ agent: 'researcher', status: 'failed', code: 3 });
  const id = String(run?.run).slice(-6);
  expect((await place.asSam(['why', id])).stdout).toContain('No rule of fs.write allows it.');
  expect((await place.asSam(['replay', id])).stdout).toContain('exit code 3');
  expect((await place.rein(['audit', 'verify', id])).code).toBe(0);
  // The newest is now one that no daemon has: what it wrote is not mistaken for that of the other.
  await place.rein(['run', '--', 'echo', 'here']);
  const own = await place.asSam(['logs']);
  expect([own.code, own.stdout]).toEqual([4, '']);
  expect(own.stderr).toContain('went to where it was started, and is not kept');
  expect((await place.asSam(['logs', id, '--stdout'])).stdout).toBe('out\n');
});

it('shows what is held; somebody else approves, and who submitted cannot', async () => {
  const place = await newDaemonPlace();
  const run = place.startAsSam(['run', 'researcher', '--', 'date', '+ran']);
  await run.see('rein holds exec date +ran (ask-date)');
  const { id } = await waiting(place);
  const own = await place.asSam(['approve', String(id)]);
  expect([own.code, own.stderr]).toEqual([5, expect.stringContaining('CTL022')]);
  const approved = await place.rein(['approve', String(id), '--reason', 'go']);
  expect(approved.stderr).toContain('approved exec date +ran (rule ask-date)');
  expect([await run.ended, run.stdout()]).toEqual([0, 'ran\n']);
  const { stdout } = await place.rein(['replay', 'last']);
  expect(stdout).toContain('by ada');
  expect(stdout).toContain('“go”');
  const twice = await place.rein(['approve', String(id)]);
  expect([twice.code, twice.stderr]).toEqual([4, expect.stringContaining('CLI037')]);
});

it('outlives a daemon that is killed, and ends as its command does', async () => {
  const place = await newDaemonPlace();
  const script = 'echo before; until [ -e reports/go ]; do sleep 0.1; done; echo after; exit 7';
  const run = place.startAsSam(['run', 'researcher', '--', 'sh', '-c', script]);
  await run.see('before\n');
  process.kill(pidOf(place), 'SIGKILL');
  await run.see('reind does not answer');
  place.write('reports/go', '');
  const restarted = await place.rein(['daemon', 'start']);
  expect(restarted.code).toBe(0);
  expect([await run.ended, run.stdout()]).toEqual([7, 'before\nafter\n']);
  expect(run.shown()).toContain('reind is back');
});

it('waits for nobody that never was there', async () => {
  const place = await newDaemonPlace();
  process.kill(pidOf(place), 'SIGKILL');
  const { code, stderr } = await place.asSam(['run', 'researcher', '--', 'true']);
  expect([code, stderr]).toEqual([6, expect.stringContaining('CLI051')]);
  // A killed daemon leaves nothing to clean up.
  expect((await place.rein(['daemon', 'start'])).code).toBe(0);
});

it('Ctrl-C cancels the run with all its processes', async () => {
  const place = await newDaemonPlace();
  const script = '(setsid sleep 306 &); echo up; sleep 305; true';
  const run = place.startAsSam(['run', 'researcher', '--', 'bash', '-c', script]);
  await run.see('up\n');
  const tree = await place.asSam(['ps', '--tree']);
  expect(tree.stdout).toMatch(/researcher · running/);
  expect(tree.stdout).toMatch(/^(?:└─|├─) \d+ bash\n(?: {3}|│ {2})└─ \d+ sleep$/m);
  expect(tree.stdout.match(/sleep$/gm)).toHaveLength(2);
  const pids = [...tree.stdout.matchAll(/(\d+) sleep$/gm)].map(([, pid]) => Number(pid));
  run.kill('SIGINT');
  expect(await run.ended).toBe(130);
  expect(pids.filter(isSleep)).toEqual([]);
  expect((await place.asSam(['ps'])).stderr).toContain('nothing runs');
});

/** A process that ended and was not looked at by its parent has no command line any more. */
function isSleep(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('sleep');
  } catch {
    return false;
  }
}

it('is started and left with --detach, followed, and cancelled by its id', async () => {
  const place = await newDaemonPlace();
  const args = ['run', 'researcher', '--detach', '--', 'sh', '-c', 'echo up; sleep 307'];
  const id = (await place.asSam(args)).stdout.trim();
  expect(id).toMatch(/^[0-9A-Z]{26}$/);
  const follow = place.startAsSam(['logs', '-f', id.slice(-6)]);
  await follow.see('up\n');
  const cancelled = await place.asSam(['cancel', id.slice(-6), '--reason', 'enough', '--json']);
  expect(JSON.parse(cancelled.stdout)).toMatchObject({ status: 'CANCELLED', reason: 'enough' });
  expect((await place.asSam(['cancel', id])).code).toBe(0);
  expect(await follow.ended).toBe(0);
  expect((await place.asSam(['cancel', 'NOSUCH'])).code).toBe(4);
});

it('ends a run past its budget, with the exit code of `timeout`', async () => {
  const place = await newDaemonPlace();
  const args = ['run', 'researcher', '--budget', 'seconds=1', '--', 'sleep', '308'];
  expect((await place.asSam(args)).code).toBe(124);
  const bad = ['run', 'researcher', '--budget', 'cakes=1', '--', 'true'];
  expect((await place.asSam(bad)).code).toBe(2);
});

it('runs a job: waits for a person, goes on, ends as it went', async () => {
  const place = await newDaemonPlace('{}', { 'job.yaml': JOB });
  place.write('reports/keep', '');
  const args = ['run', 'researcher', '--job', 'job.yaml', '--adapter-name', 'nightly', '--json'];
  const run = place.startAsSam(args);
  await run.see('rein holds fs.write src/app.ts');
  const found = await waiting(place);
  expect(found).toMatchObject({
    op: 'fs.write',
    target: 'src/app.ts',
    preview: '-old\n+new',
  });
  const shown = await place.rein(['approvals', String(found.id)]);
  expect(shown.stdout).toMatch(/^ {2}- old$/m);
  expect(shown.stdout).toMatch(/^ {2}\+ new$/m);
  const approved = await place.rein(['approve', String(found.id), '--propose-rule']);
  expect(approved.stdout).toContain('- allow: "src/app.ts"');
  expect(await run.ended).toBe(0);
  expect(JSON.parse(run.stdout())).toMatchObject({
    ...{ status: 'SUCCEEDED', provenance: { adapter_name: 'nightly' } },
  });
  expect(readFileSync(place.at('src/app.ts'), 'utf8')).toBe('new\n');
  const replay = (await place.rein(['replay', 'last'])).stdout;
  expect(replay).toMatch(/done +fs\.write reports\/a\.txt/);
  expect(replay).toMatch(/approved +fs\.write#2 +fs\.write src\/app\.ts +by ada/);
});

it('a job that is denied says where and why, and ends with 1', async () => {
  const place = await newDaemonPlace('{}', {
    'job.yaml': JOB,
    'bad.yaml': 'version: 1\nsteps: [{}]\n',
  });
  place.write('reports/keep', '');
  expect((await place.asSam(['run', 'researcher', '--', 'true'])).code).toBe(0);
  const run = place.startAsSam(['run', 'researcher', '--job', 'job.yaml']);
  const { id } = await waiting(place);
  await place.rein(['deny', String(id), '--reason', 'not this file']);
  expect(await run.ended).toBe(1);
  expect(run.shown()).toContain('fs.write src/app.ts denied: not this file');
  expect((await place.rein(['why', 'last'])).stdout).toContain('ada said: not this file');
  // Without the daemon a job is listed by its record.
  await place.rein(['daemon', 'stop']);
  const { stdout } = await place.rein(['runs']);
  expect(stdout).toMatch(/ended +researcher +\(actions\)$/m);
  expect(stdout).toMatch(/ended +0 +researcher +true$/m);
  expect(stdout).not.toContain('unreadable');
  await place.rein(['daemon', 'start']);
  const bad = await place.asSam(['run', 'researcher', '--job', 'bad.yaml']);
  expect([bad.code, bad.stderr]).toEqual([1, expect.stringContaining('steps.0')]);
});

it('tells who waits for a wrapper or a job of what the engine holds in it', async () => {
  const place = await newDaemonPlace('{}', {
    'plan.py': 'import subprocess; subprocess.run(["date", "+planned"])',
    'job.yaml': `version: 1
steps: [{ action: proc.spawn, args: { command: sh, args: ["-c", "date +job"] } }]
`,
  });
  const wrapper = place.startAsSam(['run', 'researcher', '--wrapper', 'python3 plan.py']);
  await wrapper.see('rein holds exec date +planned');
  await place.rein(['approve', String((await waiting(place)).id)]);
  expect(await wrapper.ended).toBe(0);
  const job = place.startAsSam(['run', 'researcher', '--job', 'job.yaml']);
  await job.see('rein holds exec date +job');
  job.kill('SIGINT');
  expect(await job.ended).toBe(130);
  expect(job.shown()).toMatch(/cancelled · /);
  expect(job.shown()).not.toContain('error[');
});

it('a wrapper: what it prints is asked for, what it hides is refused', async () => {
  const script = `import json, sys
print(json.dumps({"syscall": "fs.write", "args": {"path": "reports/w.txt", "content": "w"}}))
print("thinking aloud")
try: open("hidden", "w")
except OSError as error: print("hidden", error.errno, file=sys.stderr)
`;
  const place = await newDaemonPlace('{}', { 'plan.py': script });
  place.write('reports/keep', '');
  const { code, stderr } = await place.asSam([
    'run',
    'researcher',
    '--wrapper',
    `python3 'plan.py'`,
  ]);
  expect(stderr).toContain('✔ fs.write reports/w.txt');
  expect(stderr).toContain('line 2 is no action');
  expect(stderr).toContain('hidden 1\n');
  expect([code, existsSync(place.at('hidden'))]).toEqual([0, false]);
});
