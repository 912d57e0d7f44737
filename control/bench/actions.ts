/**
 * How long a decision over HTTP takes, with its durable record, at 500 a second or as many
 * as are asked for: `npx tsx control/bench/actions.ts [RATE]`. The actions are denied, so that what is measured is the request,
 * the decision and two entries of the record, and not a file or a network.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema } from '../src/daemon/config.js';
import { startDaemon } from '../src/daemon/daemon.js';
import { createLog } from '../src/daemon/log.js';

const RATE = Number(process.argv[2] ?? 500);
const SECONDS = 10;

const home = mkdtempSync(join(tmpdir(), 'rein-bench-'));
process.env.XDG_STATE_HOME = home;
process.env.XDG_RUNTIME_DIR = home;
const workspace = join(home, 'workspace');
mkdirSync(workspace);
const policy = join(home, 'rein.yaml');
const rules = Array.from({ length: 100 }, (_, i) => `    - allow: "area-${i}/**/*.txt"\n`).join('');
writeFileSync(policy, `version: 1\ncapabilities:\n  fs.write:\n${rules}`);

const daemon = await startDaemon({ config: configSchema.parse({}), log: createLog('silent') });
const agent = new Agent({ keepAlive: true, maxSockets: 32 });

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
function post(token: string, path: string, body: object): Promise<any> {
  return new Promise((done, fail) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const options = { socketPath: daemon.socket, method: 'POST', path, headers, agent };
    const asked = request(options, async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      done(JSON.parse(text));
    });
    asked.on('error', fail);
    asked.end(JSON.stringify(body));
  });
}

const bootstrap = readFileSync(daemon.bootstrapToken ?? '', 'utf8').trim();
const { token } = await post(bootstrap, '/v1/auth/tokens', { role: 'admin', label: 'ada' });
await post(token, '/v1/agents', { agent_id: 'bench', workspace, policy });
const { run_id } = await post(token, '/v1/runs', { agent_id: 'bench' });
const act = () =>
  post(token, '/v1/actions', {
    ...{ run_id, capability: 'fs.write', args: { path: 'nowhere/deep/a.txt', content: 'x' } },
  });
for (let i = 0; i < 200; i += 1) await act();

const took: number[] = [];
const open: Promise<void>[] = [];
const before = process.cpuUsage();
const start = performance.now();
for (let i = 0; i < RATE * SECONDS; i += 1) {
  const due = start + (i * 1000) / RATE;
  while (performance.now() < due) await new Promise((turn) => setImmediate(turn));
  // From when it was due: what waits behind a slow one has waited.
  open.push(act().then(() => void took.push(performance.now() - due)));
}
await Promise.all(open);
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(before);
const each = (user + system) / 1000 / took.length;
took.sort((a, b) => a - b);
const at = (share: number): string => (took[Math.floor(share * took.length)] ?? 0).toFixed(2);
process.stdout.write(
  `${took.length} actions in ${seconds.toFixed(1)} s: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(0.9999)} ms; ${each.toFixed(2)} ms of processor each, client and daemon together\n`,
);
agent.destroy();
await daemon.stop();
