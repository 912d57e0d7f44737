import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { bundle } from '../bundle.js';
import { call, newHome } from '../http/daemon.js';
import { RUNNER, TEST_ENGINE } from '../runs/bench.js';

const REIND = await bundle('test/daemon/reind.ts');

/** A daemon that can be killed and started again, and clients of it that know its tokens. */
export async function newProcess(over: Record<string, unknown> = {}, home?: string) {
  const place = newHome(home);
  const config = JSON.stringify({ engine: TEST_ENGINE, ...over });
  let child: ChildProcess;
  const start = async (): Promise<ChildProcess> => {
    const fresh = spawn(process.execPath, [REIND, config, ...RUNNER.args], {
      // What it says about being refused is not the test's to show.
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env },
    });
    const [said] = await Promise.race([
      once(fresh.stdout, 'data'),
      once(fresh, 'exit').then(([code]) => [`ended with ${code}`]),
    ]);
    if (String(said) !== 'ready\n') throw new Error(`the daemon ${said}`);
    child = fresh;
    return fresh;
  };
  const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ended = once(child, 'exit');
    child.kill(signal);
    const [code] = await ended;
    return code;
  };
  await start();
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await kill('SIGKILL');
  });
  const socket = join(place.home, 'rein', 'reind.sock');
  const bootstrap = readFileSync(join(place.daemonDir, 'bootstrap-token'), 'utf8').trim();
  const { json } = await call(socket, 'POST', '/v1/auth/tokens', {
    token: bootstrap,
    body: { role: 'admin', label: 'ada' },
  });
  const adminToken: string = json.token;
  const ask = (
    method: string,
    path: string,
    body?: unknown,
    token = adminToken,
    headers: Record<string, string> = {},
  ) => call(socket, method, path, { token, body, headers });
  const approver = await ask('POST', '/v1/auth/tokens', { role: 'approver', label: 'anna' });
  await ask('POST', '/v1/agents', {
    agent_id: 'researcher',
    workspace: place.workspace,
    policy: place.policy,
  });
  const approverToken: string = approver.json.token;
  return { ...place, start, kill, ask, socket, adminToken, approverToken };
}
