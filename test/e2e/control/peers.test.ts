/** Who connects to the daemon, as the kernel says it. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lookWithEngine, type Peer } from '../../../control/src/http/peer.js';
import { newDaemon } from '../../../control/test/http/daemon.js';
import { rein, run } from '../rein.js';

const CLIENT = `
const { request } = require('node:http');
const [socketPath, token] = process.argv.slice(2);
const headers = { authorization: 'Bearer ' + token };
request({ socketPath, path: '/v1/approvals', headers }, (answer) => {
  let text = '';
  answer.on('data', (chunk) => (text += chunk));
  answer.on('end', () => console.log(answer.statusCode, text));
}).end();
`;

test.each([
  ['the engine connects for it', 'block connect "192.0.2.1"'],
  ['no rule is about connecting', 'block write "/nowhere/x"'],
])(
  'a governed process has no rights at the daemon, whatever token it has: %s',
  async (_, clause) => {
    const { home, socket, adminToken } = await newDaemon({}, lookWithEngine());
    const client = join(home, 'client.cjs');
    writeFileSync(client, CLIENT);
    const policy = join(home, 'governed.yaml');
    const rule = `  rule other:\n    ${clause}\n    because "x"\n`;
    writeFileSync(policy, `version: 1\npolicy: |\n${rule}`);
    const free = await run(process.execPath, [client, socket, adminToken]);
    expect(free.stdout).toMatch(/^200 /);
    // A run of another state directory: nothing but the connection itself keeps it from the daemon.
    const env = { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'rein-other-')) };
    const command = [process.execPath, client, socket, adminToken];
    const { stdout } = await rein(['run', '--policy', policy, '--', ...command], { env });
    expect(stdout).toMatch(/^403 .*CTL105/);
  },
);

const CONNECT =
  'require("node:net").connect(process.argv[1]).on("close", () => process.exit(0)).resume()';

/** A server that looks at each connection and then ends it. */
async function newDoor() {
  const folder = mkdtempSync(join(tmpdir(), 'rein-peer-'));
  const path = join(folder, 'socket');
  const look = lookWithEngine();
  const found: Promise<Peer>[] = [];
  const server = createServer((socket) => {
    const looked = look(socket);
    found.push(looked);
    void looked.catch(() => undefined).finally(() => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(path, done));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return { folder, path, found };
}

/** Processes of ours that answer who connects. */
function helpers(): number[] {
  const own = String(process.pid);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        return parent === own && /engine\0peers/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      } catch {
        return false;
      }
    })
    .map(Number);
}

test('one process tells who all of them are, and a killed one is replaced', async () => {
  const { path, found } = await newDoor();
  const before = helpers();
  const own = () => helpers().filter((pid) => !before.includes(pid));
  const connect = () => runAs(process.getuid?.() ?? 0, ['-e', CONNECT, path]);
  const pids = await Promise.all([connect(), connect(), connect(), connect()]);
  const told = await Promise.all(found);
  expect(told.map(({ pid }) => pid).sort()).toEqual(pids.sort());
  expect(told.every(({ ok }) => ok)).toBe(true);
  const [first, ...more] = own();
  expect(more).toEqual([]);
  process.kill(first ?? 0, 'SIGKILL');
  await expect.poll(own).toEqual([]);
  expect(await connect()).toBe((await found.at(-1))?.pid);
  expect(own()).toHaveLength(1);
});

test.skipIf(process.getuid?.() !== 0)('another user is told apart from ours', async () => {
  const { folder, path, found } = await newDoor();
  chmodSync(folder, 0o755);
  chmodSync(path, 0o666);
  const connectAs = async (uid: number): Promise<Peer | undefined> => {
    await runAs(uid, ['-e', CONNECT, path]);
    return found.at(-1);
  };
  expect(await connectAs(0)).toMatchObject({ ok: true, uid: 0 });
  expect(await connectAs(65_534)).toMatchObject({ ok: false, uid: 65_534 });
});

/** Its process id, once it has ended. */
function runAs(uid: number, args: readonly string[]): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [...args], { uid, stdio: 'ignore', cwd: '/' });
    child.once('error', fail);
    child.once('exit', () => done(child.pid));
  });
}
