import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openStateDirectory } from '@rein/enforce';
import { runningDaemon } from '../../daemon/instance.js';
import { reindProgram } from '../../daemon/program.js';
import { cliFault } from '../../fault.js';
import { say } from '../../terminal/streams.js';
import { colorsFor } from '../../terminal/style.js';

export interface StartOptions {
  readonly detach?: true;
  readonly foreground?: true;
  readonly config?: string;
  readonly socket?: string;
  readonly listen?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

export async function startDaemon(options: StartOptions): Promise<void> {
  if (options.detach === true && options.foreground === true) {
    throw cliFault('exclusive-options', { one: '--detach', other: '--foreground' });
  }
  // Node 22 calls its own SQLite experimental, in the midst of the log.
  const quiet = '--disable-warning=ExperimentalWarning';
  const command = [quiet, reindProgram(), ...argumentsOf(options)];
  const folder = join(openStateDirectory(), 'reind');
  const running = runningDaemon();
  if (running !== undefined) throw cliFault('daemon-running', { pid: running.pid });
  if (options.foreground === true) {
    process.exitCode = await inForeground(command);
    return;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { pid, ready } = await inBackground(command, join(folder, 'reind.log'));
  const { green, dim } = colorsFor('stderr');
  const socket = textIn(ready, 'socket');
  const tcp: unknown = Reflect.get(Object(ready), 'tcp');
  const isNew = textIn(ready, 'bootstrapToken') !== '';
  say(`${green('started')} reind, process ${pid}\n  ${dim('socket')} ${socket}\n`);
  if (typeof tcp === 'object' && tcp !== null) {
    say(`  ${dim('tcp')}    ${textIn(tcp, 'host')}:${String(Reflect.get(tcp, 'port'))}\n`);
  }
  if (isNew) say(`${dim('next')} rein daemon init\n`);
}

function argumentsOf({ config, socket, listen, tlsCert, tlsKey }: StartOptions): string[] {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const option = tlsCert === undefined ? '--tls-cert' : '--tls-key';
    throw cliFault('missing-option', { option, expected: 'certificate and key go together' });
  }
  const file = (name: string, path: string | undefined): string[] =>
    path === undefined ? [] : [name, resolve(path)];
  return [
    ...file('--config', config),
    ...file('--socket', socket),
    ...(listen === undefined ? [] : addressOf(listen)),
    ...file('--tls-certfile', tlsCert),
    ...file('--tls-keyfile', tlsKey),
  ];
}

const PORT_MAX = 65_535;

/** `127.0.0.1:8787`, `[::1]:8787`; whether it may be listened on is decided by reind. */
function addressOf(listen: string): string[] {
  const found = /^(?:\[(?<six>[0-9a-fA-F:.]+)\]|(?<four>[^:]+)):(?<port>\d{1,5})$/.exec(listen);
  const host = found?.groups?.six ?? found?.groups?.four;
  const port = found?.groups?.port;
  if (host === undefined || port === undefined || Number(port) > PORT_MAX) {
    const expected = 'give an address and a port, as `127.0.0.1:8787` or `[::1]:8787`';
    throw cliFault('bad-option', { option: '--listen', value: listen, expected });
  }
  return ['--host', host, '--port', port];
}

function inForeground(command: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...command], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** Starts it in a session of its own; resolves when it listens. Throws `daemon-not-started`. */
async function inBackground(command: readonly string[], log: string) {
  const fd = openSync(log, 'a+', 0o600);
  try {
    const before = fstatSync(fd).size;
    const child = spawn(process.execPath, [...command], {
      ...{ cwd: '/', detached: true },
      stdio: ['ignore', fd, fd, 'ipc'],
    });
    const ready = await new Promise<unknown>((done) => {
      child.once('message', done);
      child.once('error', () => done(undefined));
      child.once('exit', () => done(undefined));
    });
    if (ready === undefined) {
      throw notStarted(fd, before, log);
    }
    if (child.connected) child.disconnect();
    child.unref();
    return { pid: child.pid ?? 0, ready };
  } finally {
    closeSync(fd);
  }
}

/** With what it said for people, among the lines of its log since it was started. */
function notStarted(fd: number, from: number, log: string): Error {
  const size = fstatSync(fd).size - from;
  const bytes = Buffer.alloc(Math.min(size, 64 * 1024));
  readSync(fd, bytes, 0, bytes.length, from + size - bytes.length);
  const said = /^reind: (?<why>.*)(?:\n {2}help: (?<help>.*))?$/m.exec(bytes.toString('utf8'));
  const { why = 'it ended without a word', help } = said?.groups ?? {};
  const look = `its log is ${log}; \`rein daemon start --foreground\` shows it`;
  return cliFault('daemon-not-started', { why, help: help ?? look });
}

function textIn(value: unknown, name: string): string {
  const found: unknown = Reflect.get(Object(value), name);
  return typeof found === 'string' ? found : '';
}
