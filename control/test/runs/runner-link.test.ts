import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { LIMITS } from '../../src/limits.js';
import { listenForDaemon } from '../../src/runner/command-socket.js';
import { linkRunner } from '../../src/runs/runner-link.js';
import { faultOf } from '../stand.js';
import { newBench, submitter } from './bench.js';

const KEY = 'a'.repeat(64);

/** What is not asked for here. */
const others = {
  spawn: () => Promise.reject(new Error('not here')),
  state: async () => ({ labels: [], openGates: [] }),
  read: async () => undefined,
  label: async () => undefined,
  swap: async () => undefined,
  finish: async () => undefined,
};

function newFolder(key = KEY): string {
  const folder = mkdtempSync(join(tmpdir(), 'rein-link-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'key.runner'), key);
  return folder;
}

test('answers find their questions, however many are asked at once', async () => {
  const folder = newFolder();
  const server = await listenForDaemon(folder, KEY, {
    ...others,
    append: async (_, fields) => Number(fields.number),
    stop: async () => undefined,
  });
  onTestFinished(() => void server.close());
  const link = linkRunner('r', folder);
  onTestFinished(() => link.close());
  const numbers = Array.from({ length: 200 }, (_, number) => number);
  const answers = await Promise.all(numbers.map((number) => link.append('action', { number })));
  expect(answers).toEqual(numbers);
  await link.stop('ada', 'enough');
});

test('a runner listens in a folder that is deeper than the address of a socket, and leaves nothing', async () => {
  const folder = join(newFolder(), 'd'.repeat(120));
  mkdirSync(folder);
  writeFileSync(join(folder, 'key.runner'), KEY);
  const commands = { ...others, append: async () => 3, stop: async () => undefined };
  const server = await listenForDaemon(folder, KEY, commands);
  const link = linkRunner('r', folder);
  expect(await link.append('action', {})).toBe(3);
  link.close();
  expect(readdirSync(folder).sort()).toEqual(['key.runner', 'runner.sock']);
  const closed = once(server, 'close');
  server.close();
  await closed;
  expect(readdirSync(folder)).toEqual(['key.runner']);
});

test('whoever does not know the key gets nothing done', async () => {
  const folder = newFolder('b'.repeat(64));
  const done: string[] = [];
  const server = await listenForDaemon(folder, KEY, {
    ...others,
    append: async (kind) => done.push(kind),
    stop: async (by) => void done.push(by),
  });
  onTestFinished(() => void server.close());
  const link = linkRunner('r', folder);
  expect(await faultOf(link.append('forged', {}))).toBe('record-refused');
  expect(await faultOf(link.stop('eve', ''))).toBe('record-refused');
  expect(done).toEqual([]);
});

test.each([
  ['no JSON', 'append\n'],
  ['a message of another shape', '{"id":"1","ok":1}\n'],
  ['a message without end', 'x'.repeat(LIMITS.runnerMessageBytes + 1)],
])('%s from a runner is no answer, and the next connection may be better', async (_, said) => {
  const folder = newFolder();
  let bytes: string | undefined = said;
  const commands = { ...others, append: async () => 7, stop: async () => undefined };
  const bad = createServer((socket) => {
    socket.on('error', () => undefined).resume();
    socket.write(bytes ?? '');
  }).listen(join(folder, 'runner.sock'));
  const link = linkRunner('r', folder);
  onTestFinished(() => link.close());
  expect(await faultOf(link.append('action', {}))).toBe('record-refused');
  bytes = undefined;
  await new Promise((done) => bad.close(done));
  const good = await listenForDaemon(folder, KEY, commands);
  onTestFinished(() => void good.close());
  expect(await link.append('action', {})).toBe(7);
});

test.each([
  ['no JSON', 'append\n'],
  ['a command that there is not', '{"op":"exec","id":1,"command":["sh"]}\n'],
  ['a command before the key', '{"op":"append","id":1,"kind":"forged","fields":{}}\n'],
  ['a line without end', 'x'.repeat(LIMITS.runnerMessageBytes + 1)],
])('%s ends a connection to a runner, and nothing else', async (_, said) => {
  const folder = newFolder();
  const done: string[] = [];
  const server = await listenForDaemon(folder, KEY, {
    ...others,
    append: async (kind) => done.push(kind),
    stop: async () => undefined,
  });
  onTestFinished(() => void server.close());
  const socket = connect(join(folder, 'runner.sock'));
  socket.on('error', () => undefined).resume();
  socket.write(said);
  await once(socket, 'close');
  expect(done).toEqual([]);
  const link = linkRunner('r', folder);
  onTestFinished(() => link.close());
  expect(await link.append('action', {})).toBe(1);
});

test('a runner that is not there costs no open file, however often it is asked', async () => {
  const folder = newFolder();
  const link = linkRunner('r', folder);
  const open = () => readdirSync('/proc/self/fd').length;
  await faultOf(link.append('action', {}));
  const before = open();
  for (let i = 0; i < 20; i++) {
    expect(await faultOf(link.append('action', {}))).toBe('record-refused');
  }
  expect(open()).toBeLessThan(before + 10);
});

test('a runner that does not answer is not waited for without end', async () => {
  const folder = newFolder();
  const server = createServer((socket) => void socket.resume()).listen(join(folder, 'runner.sock'));
  onTestFinished(() => void server.close());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const link = linkRunner('r', folder);
  const asked = faultOf(link.append('action', {}));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await asked).toBe('runner-silent');
  link.close();
});

test('a runner that cannot be started leaves a run that failed, and says so', async () => {
  const { runs, db } = await newBench({ runner: { program: '/does/not/exist', args: [] } });
  const asked = { agent_id: 'researcher', command: ['true'] };
  expect(await faultOf(runs.create(submitter, asked))).toBe('run-not-started');
  const rows = await db.selectFrom('run').select(['status', 'reason']).execute();
  expect(rows).toMatchObject([
    { status: 'FAILED', reason: expect.stringContaining('could not be started') },
  ]);
});
