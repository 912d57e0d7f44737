import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { jsonLines } from '../cli/place.js';
import { run } from '../rein.js';
import { type Afternoon, playAfternoon } from './afternoon.js';
import { createStage, type Stage } from './stage.js';
import { expectAfternoon } from './steps.js';

let stage: Stage;
let afternoon: Afternoon;

const submitter = (): string => join(stage.project, '..', 'submitter.token');

async function rein(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await stage.rein(args);
  expect([args, code, stderr]).toEqual([args, 0, expect.any(String)]);
  return stdout;
}

/** What waits for a person, as soon as something does. */
async function waitingHolds(): Promise<[string, ...string[]]> {
  for (;;) {
    const holds = jsonLines(await rein('approvals', '--json'));
    const [first, ...others] = holds.map(({ id }) => String(id));
    if (first !== undefined) return [first, ...others];
  }
}

beforeAll(async () => {
  stage = await createStage();
  await rein('init', '--template', 'quickstart', '--with-claude');
  await rein('daemon', 'start');
  await rein('daemon', 'init');
  await rein('agent', 'create', 'tester', '--workspace', stage.project, '--policy', 'rein.yaml');
  // Who submits is not who decides: the agent runs for sam, the administrator looks at what it asks.
  await rein('token', 'create', '--role', 'run_submitter', '--label', 'sam', '--save', submitter());
  const args = ['tester', '--token-file', submitter(), '--', 'bash', stage.agent, stage.outside];
  afternoon = await playAfternoon(stage, args);
}, 180_000);
afterAll(async () => {
  await stage.rein(['daemon', 'stop']);
});

describe('the acceptance scenario, as a run of the daemon', () => {
  expectAfternoon(() => afternoon);

  it('4e: nobody decides about what he submitted himself', async () => {
    const args = ['tester', '--token-file', submitter(), '--', 'git', 'push', '-q', 'origin', 'x'];
    const running = stage.rein(['run', ...args]);
    const [waiting] = await waitingHolds();
    const own = await stage.rein(['approve', waiting, '--token-file', submitter()]);
    expect([own.code, own.stderr]).toEqual([5, expect.stringContaining('CTL')]);
    await rein('deny', waiting, '--reason', 'not this branch');
    const { code, stderr } = await running;
    expect([code, stderr]).toEqual([126, expect.stringContaining('not this branch')]);
  });

  it('5: what people did stands in a record of its own, which verifies', async () => {
    const events = jsonLines(await rein('audit', 'events', 'control', '--json'));
    const kinds = events.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['run-submitted', 'token-created']));
    expect(await rein('audit', 'verify', 'control')).toMatch(/^ok the control record: /);
  });

  it('7: what a wrapper prints meets the daemon, what it hides meets the engine', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end('hello');
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = `http://127.0.0.1:${port}/`;
    writeFileSync(
      stage.at('bridge.yaml'),
      `version: 1
capabilities:
  fs.read:
    - allow: "**"
  fs.write:
    - allow: "reports/**"
  proc.spawn:
    - allow: [bash, sh, curl]
`,
    );
    const lines = [
      `echo '{"syscall":"fs.write","args":{"path":"reports/w","content":"w"}}'`,
      `echo '{"syscall":"net.fetch","args":{"url":"${url}"}}'`,
      `curl -sS ${url} >&2; echo "curl gave $?" >&2`,
    ];
    stage.write('wrapper.sh', `${lines.join('\n')}\n`);
    stage.write('reports/.keep', '');
    await rein(
      'agent',
      'create',
      'bridge',
      '--workspace',
      stage.project,
      '--policy',
      'bridge.yaml',
    );
    const { stderr } = await stage.rein(['run', 'bridge', '--wrapper', 'bash wrapper.sh']);
    expect(existsSync(stage.at('reports/w'))).toBe(true);
    expect(readFileSync(stage.at('reports/w'), 'utf8')).toBe('w');
    expect(stderr).toMatch(/net\.fetch.*127\.0\.0\.1/);
    expect(stderr).toMatch(/curl gave [1-9]/);
    expect(asked).toBe(0);
    const outside = await run('curl', ['-sS', url]);
    expect([outside.stdout, asked]).toEqual(['hello', 1]);
  });

  it('4h: a daemon that is killed frees nobody; the next one finds the run and its end', async () => {
    const { pid } = JSON.parse(await rein('daemon', 'status', '--json'));
    const script = `kill -9 ${pid}; until [ -e restarted ]; do sleep 0.05; done; git branch late`;
    const running = stage.rein(['run', 'tester', '--', 'bash', '-c', script]);
    while ((await stage.rein(['daemon', 'status'])).code === 0);
    await rein('daemon', 'start');
    stage.write('restarted', '');
    // Whoever waited for the run goes on waiting, and hears of its end.
    expect((await running).code).toBe(126);
    const log = jsonLines(await rein('audit', 'events', '--rule', 'no-git-branch', '--json'));
    expect(log[0]).toMatchObject({ outcome: 'blocked', argv: ['git', 'branch', 'late'] });
    expect(await rein('audit', 'verify')).toMatch(/^ok .* sealed/);
  });
});
