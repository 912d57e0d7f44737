import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@rein/contract/api';
import { onTestFinished } from 'vitest';
import { type Config, configSchema } from '../../src/daemon/config.js';
import { type Daemon, startDaemon } from '../../src/daemon/daemon.js';
import { createLog } from '../../src/daemon/log.js';
import type { LookAtPeer } from '../../src/http/peer.js';
import { RUNNER, TEST_ENGINE } from '../runs/bench.js';
import { requireDescribed } from './described.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

interface Asked {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** On a connection of its own, not one that is kept. */
  readonly fresh?: boolean;
}

/** Sends one request over the Unix socket; an answer that is not as described fails the test. */
export function call(
  socketPath: string,
  method: string,
  path: string,
  { token, body, headers = {}, fresh = false }: Asked = {},
): Promise<Answer> {
  const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const payload = isRaw ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ socketPath, method, path, ...(fresh ? { agent: false } : {}) },
        headers: {
          ...(payload === undefined
            ? {}
            : {
                'content-type': 'application/json',
                ...('transfer-encoding' in headers
                  ? {}
                  : { 'content-length': String(Buffer.byteLength(payload)) }),
              }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      },
      async (response) => {
        let text = '';
        for await (const chunk of response) text += String(chunk);
        const { statusCode: status = 0, headers: said } = response;
        try {
          requireDescribed(method, path, { status, headers: said, body: text });
        } catch (error) {
          reject(error);
        }
        const isJson = /json/.test(response.headers['content-type'] ?? '');
        resolve({
          ...{ status, headers: said, text },
          json: isJson ? JSON.parse(text) : undefined,
        });
      },
    );
    asked.on('error', reject);
    asked.end(payload);
  });
}

const POLICY = `version: 1
policy: |
  rule ask-push:
    ask exec "git" "push"
    because "A person looks first."
`;

/** For tests about something else: the real look needs the built engine, and is tested with it. */
export const believe = async () => ({ ok: true, pid: process.pid, uid: 0 });

export const quiet = createLog('silent');

/** A place for a daemon: state, workspace, policy. */
export function newHome(home = mkdtempSync(join(tmpdir(), 'rein-daemon-'))) {
  process.env.XDG_STATE_HOME = home;
  process.env.XDG_RUNTIME_DIR = home;
  const workspace = join(home, 'workspace');
  mkdirSync(workspace);
  const policy = join(home, 'rein.yaml');
  writeFileSync(policy, POLICY);
  return { home, workspace, policy, daemonDir: join(home, 'rein', 'reind') };
}

export function configOf(over: Record<string, unknown> = {}): Config {
  return configSchema.parse({ engine: TEST_ENGINE, ...over });
}

/** A daemon in this process with an administrator, and clients by role. */
export async function newDaemon(over: Record<string, unknown> = {}, look: LookAtPeer = believe) {
  const place = newHome();
  const daemon: Daemon = await startDaemon({
    ...{ config: configOf(over), log: quiet, runner: RUNNER, look },
  });
  onTestFinished(async () => {
    // Runs outlive their daemon; those of a test that failed midway should not outlive the test.
    const { json } = await ask('GET', '/v1/runs?limit=500');
    for (const run of json.items) {
      if (run.ended_at !== undefined) continue;
      await ask('POST', `/v1/runs/${run.run_id}/cancel`, { body: {} });
    }
    await daemon.stop();
  });
  const bootstrap = readFileSync(daemon.bootstrapToken ?? '', 'utf8').trim();
  const { socket } = daemon;
  const made = await call(socket, 'POST', '/v1/auth/tokens', {
    token: bootstrap,
    body: { role: 'admin', label: 'ada' },
  });
  const adminToken: string = made.json.token;
  const ask = (method: string, path: string, asked: Asked = {}) =>
    call(socket, method, path, { token: adminToken, ...asked });
  const tokenOf = async (role: Role, label: string = role, more: object = {}): Promise<string> => {
    const { json } = await ask('POST', '/v1/auth/tokens', { body: { role, label, ...more } });
    return json.token;
  };
  const newAgent = (agent_id = 'researcher') =>
    ask('POST', '/v1/agents', {
      body: { agent_id, workspace: place.workspace, policy: place.policy },
    });
  return { ...place, daemon, socket, bootstrap, adminToken, ask, tokenOf, newAgent };
}

export type TestDaemon = Awaited<ReturnType<typeof newDaemon>>;
