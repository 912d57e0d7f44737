/** The example agent, as a process of its own against a daemon. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { newDaemon } from '../../control/test/http/daemon.js';
import { createClient, readJob, runJob } from '../src/index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = (file: string) => join(root, 'examples/capabilities', file);

async function bench() {
  const daemon = await newDaemon();
  const { ask, home, workspace, socket, tokenOf } = daemon;
  const policy = join(home, 'capable.yaml');
  writeFileSync(policy, readFileSync(example('rein.yaml')));
  await ask('POST', '/v1/agents', { body: { agent_id: 'reporter', workspace, policy } });
  const token = await tokenOf('run_submitter', 'sam');
  const approver = createClient({ socket, token: await tokenOf('approver', 'pat') });
  const tokenFile = join(home, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  return { ...daemon, approver, tokenFile, client: createClient({ socket, token }) };
}

it('does what it may, is told what it may not, and waits for a person', async () => {
  const { socket, tokenFile, approver, workspace, ask } = await bench();
  const outfile = join(mkdtempSync(join(tmpdir(), 'rein-example-')), 'agent.mjs');
  await build({
    entryPoints: [example('agent.ts')],
    outfile,
    ...{ bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' },
    alias: {
      '@rein/sdk': join(root, 'sdk/src/index.ts'),
      '@rein/contract/api': join(root, 'contract/src/api/index.ts'),
    },
  });
  const agent = spawn(process.execPath, [outfile, socket, tokenFile, 'reporter']);
  let printed = '';
  agent.stdout.on('data', (piece) => {
    printed += String(piece);
  });
  agent.stderr.on('data', (piece) => {
    printed += String(piece);
  });
  const ended = new Promise<number | null>((done) => agent.once('exit', done));
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (let granted = false; !granted && !over; await sleep(50)) {
    const { json } = await ask('GET', '/v1/approvals?status=PENDING');
    const waiting: string | undefined = json.items[0]?.request_id;
    if (waiting === undefined) continue;
    await approver.grant(waiting);
    granted = true;
  }
  expect([await ended, printed]).toEqual([
    0,
    'denied: the path leads out of the workspace with `..`\nall done\n',
  ]);
  expect(readFileSync(join(workspace, 'src/generated.ts'), 'utf8')).toContain('names');
});

it('runs the job beside it', async () => {
  const { client, workspace } = await bench();
  const { parse } = await import('yaml');
  const job = readJob(parse(readFileSync(example('job.yaml'), 'utf8')));
  const { run, steps } = await runJob(client, job, { agent: 'reporter' });
  expect(steps.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  expect(run.status).toBe('SUCCEEDED');
  expect(readFileSync(join(workspace, 'reports/week.txt'), 'utf8')).toBe('All is well.\n');
});
