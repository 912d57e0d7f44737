/** Sinks of a daemon that runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { configOf, newDaemon } from '../http/daemon.js';
import { until } from '../runs/bench.js';
import { newReceiver } from './receiver.js';

test('what people do and what agents do reaches a receiver that was down first, line for line', async () => {
  const { taken, url } = await newReceiver((count) => (count === 1 ? 503 : 200));
  const { ask, newAgent } = await newDaemon({ sinks: [{ name: 'siem', url }] });
  await newAgent();
  const { json: run } = await ask('POST', '/v1/runs', { body: { agent_id: 'researcher' } });
  const body = { run_id: run.run_id, capability: 'fs.write', args: { path: 'x', content: 'y' } };
  const { json: action } = await ask('POST', '/v1/actions', { body });
  expect(action.status).toBe('denied');
  const has = (kind: string) => taken.some((line) => JSON.parse(line).kind === kind);
  await until(async () => has('action-result') && has('agent-created'));
  const { json } = await ask('GET', '/v1/audit/events?limit=100');
  const recorded = json.items.map(({ entry }: { entry: { hash: string } }) => entry.hash);
  const hashes = taken.map((line) => JSON.parse(line).hash);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(recorded).toEqual(expect.arrayContaining(hashes));
  // The receiver has them a moment before reind has noted it.
  const { text } = await until(async () => {
    const metrics = await ask('GET', '/metrics');
    return /rein_sink_failures\{sink="siem"\} 0/.test(metrics.text) && metrics;
  });
  expect(text).toMatch(/rein_sink_behind_entries\{sink="siem"\} \d+/);
});

test('a receiver that never answers holds nothing up', async () => {
  const { url } = await newReceiver(() => new Promise(() => undefined));
  const { ask, newAgent } = await newDaemon({ sinks: [{ name: 'slow', url }] });
  await newAgent();
  const { json: run } = await ask('POST', '/v1/runs', { body: { agent_id: 'researcher' } });
  const body = { run_id: run.run_id, capability: 'fs.write', args: { path: 'x', content: 'y' } };
  for (let n = 0; n < 20; n++) {
    expect((await ask('POST', '/v1/actions', { body })).json.status).toBe('denied');
  }
  expect((await ask('GET', '/readyz')).status).toBe(200);
  const { text } = await ask('GET', '/metrics');
  expect(text).toMatch(/rein_sink_behind_entries\{sink="slow"\} [1-9]/);
});

test('readiness tells of a sink that fails: degraded, or not ready where it is required', async () => {
  let status = 503;
  const { url } = await newReceiver(() => status);
  for (const required of [false, true]) {
    status = 503;
    const { ask, newAgent } = await newDaemon({ sinks: [{ name: 'siem', url, required }] });
    await newAgent();
    const failing = await until(async () => {
      const { json } = await ask('GET', '/readyz');
      return json.checks.some(({ ok }: { ok: boolean }) => !ok) && json;
    });
    expect(failing).toMatchObject({ ready: !required, degraded: !required });
    expect(failing.checks.at(-1)).toMatchObject({ name: 'sink siem', ok: false, required });
    expect(failing.checks.at(-1).detail).toMatch(/^failed (once|\d+ times in a row); \d+ entries/);
    // Asked without a token: where the receiver is stays with the log.
    expect(JSON.stringify(failing)).not.toContain('127.0.0.1');
    expect((await ask('GET', '/readyz')).status).toBe(required ? 503 : 200);
    status = 200;
    const { json } = await until(async () => {
      const answer = await ask('GET', '/readyz');
      return answer.json.checks.every(({ ok }: { ok: boolean }) => ok) && answer;
    });
    expect(json).toMatchObject({ ready: true, degraded: false });
  }
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

test.skipIf(!hasOpenssl)(
  'a receiver is believed by the certificate that was given for it',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rein-sink-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const subject = ['-subj', '/CN=siem', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', keyFile, '-out', certFile];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject],
      {
        stdio: 'ignore',
      },
    );
    const tls = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    const { taken, url } = await newReceiver(() => 200, tls);
    const { ask, newAgent } = await newDaemon({
      sinks: [
        { name: 'known', url, ca_file: certFile, format: 'ocsf' },
        { name: 'stranger', url },
      ],
    });
    await newAgent();
    await until(async () => taken.some((line) => /agent-created/.test(line)));
    expect(taken.every((line) => JSON.parse(line).metadata.product.name === 'Rein')).toBe(true);
    await until(async () => {
      const { text } = await ask('GET', '/metrics');
      return /rein_sink_failures\{sink="stranger"\} [1-9]/.test(text);
    });
  },
);

test('what is recorded does not cross a network in the clear', () => {
  const sink = (url: string) => () => configOf({ sinks: [{ name: 'siem', url }] });
  expect(sink('http://192.0.2.1/in')).toThrow(/not https/);
  expect(sink('http://siem.example/in')).toThrow(/not https/);
  expect(sink('http://localhost/in')).toThrow(/not https/);
  expect(sink('https://siem.example/in')).not.toThrow();
  expect(sink('http://[::1]:8088/in')).not.toThrow();
  const twice = { name: 'siem', url: 'https://siem.example/in' };
  expect(() => configOf({ sinks: [twice, twice] })).toThrow(/a name twice/);
});
