/** A daemon of its own for a benchmark, in a process of its own, and a client that speaks to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './bench.js';

const REIND = fileURLToPath(new URL('../../control/bin/reind.js', import.meta.url));
/** Connections of the client, kept: the daemon looks at who connects, once for each. */
const SOCKETS = 32;

export interface BenchDaemon {
  /** State directory of the daemon. */
  readonly state: string;
  post(path: string, body: object, headers?: Record<string, string>): Promise<unknown>;
  get(path: string): Promise<unknown>;
  /** Resident memory of the daemon, MiB: now, and the most it ever had. */
  memoryMiB(): { readonly now: number; readonly peak: number };
  /** Seconds of processor that the daemon used so far. */
  processorSeconds(): number;
  stop(): Promise<void>;
}

/** A place for a daemon; `start` may be called again after `stop`. */
export function createDaemonHome(place: Place) {
  const home = mkdtempSync(join(place.folder, 'daemon-'));
  const workspace = join(home, 'workspace');
  mkdirSync(workspace);
  const env = { ...place.env, XDG_STATE_HOME: home, XDG_RUNTIME_DIR: home };
  const socketPath = join(home, 'rein', 'reind.sock');
  let token: string | undefined;

  const start = async (): Promise<BenchDaemon> => {
    const child = spawn(process.execPath, [REIND], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    await readyOf(child);
    const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
    const ask = (method: string, path: string, body?: object, more: object = {}) =>
      new Promise<unknown>((done, fail) => {
        const authorization = `Bearer ${token}`;
        const payload = body === undefined ? undefined : JSON.stringify(body);
        const headers = {
          ...{ authorization, ...more },
          ...(payload === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
        };
        const asked = request({ socketPath, method, path, headers, agent }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () => {
            const status = response.statusCode ?? 0;
            // A refusal is no measurement.
            if (status >= 400) fail(new Error(`${method} ${path}: ${status} ${text}`));
            else done(JSON.parse(text));
          });
        });
        asked.on('error', fail);
        asked.end(payload);
      });
    if (token === undefined) {
      token = readFileSync(join(home, 'rein/reind/bootstrap-token'), 'utf8').trim();
      const made = await ask('POST', '/v1/auth/tokens', { role: 'admin', label: 'bench' });
      token = member(made, 'token');
    }
    return {
      state: join(home, 'rein'),
      post: (path, body, headers) => ask('POST', path, body, headers),
      get: (path) => ask('GET', path),
      memoryMiB: () => ({
        now: status(child, 'VmRSS') / 1024,
        peak: status(child, 'VmHWM') / 1024,
      }),
      processorSeconds: () => processorSeconds(child),
      async stop() {
        agent.destroy();
        const gone = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        await gone;
      },
    };
  };

  /** A policy with `rules` rules about writing, none of which is about what is measured. */
  const writePolicy = (rules: number): string => {
    const path = join(home, 'rein.yaml');
    const lines = Array.from({ length: rules }, (_, i) => `    - allow: "area-${i}/**/*.txt"\n`);
    writeFileSync(path, `version: 1\ncapabilities:\n  fs.write:\n${lines.join('')}`);
    return path;
  };
  return { start, writePolicy, workspace };
}

/** A text member of an answer. */
export function member(answer: unknown, name: string): string {
  const value: unknown = Reflect.get(Object(answer), name);
  if (typeof value !== 'string') throw new Error(`no \`${name}\` in ${JSON.stringify(answer)}`);
  return value;
}

function readyOf(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = '';
    child.once('exit', (code) => fail(new Error(`reind ended with ${code}: ${said}`)));
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      if (/"msg":"ready"/.test(said)) done();
    });
  });
}

function status({ pid }: ChildProcess, name: string): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
}

/** Clock ticks of user and system time in a second; USER_HZ, fixed for programs. */
const TICKS = 100;

function processorSeconds({ pid }: ChildProcess): number {
  const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(after[11]) + Number(after[12])) / TICKS;
}
