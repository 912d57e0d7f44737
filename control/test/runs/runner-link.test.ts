import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listenForDaemon } from '../../src/runner/command-socket.js';
import { linkRunner } from '../../src/runs/runner-link.js';
import { faultOf } from '../stand.js';
import { newBench, submitter } from './bench.js';

const KEY = 'a'.repeat(64);

function newFolder(key = KEY): string {
  const folder = mkdtempSync(join(tmpdir(), 'rein-link-'));
  writeFileSync(join(folder, 'key.runner'), key);
  return folder;
}

test('answers find their questions, however many are asked at once', async () => {
  const folder = newFolder();
  const server = await listenForDaemon(folder, KEY, {
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

test('whoever does not know the key gets nothing done', async () => {
  const folder = newFolder('b'.repeat(64));
  const done: string[] = [];
  const server = await listenForDaemon(folder, KEY, {
    append: async (kind) => done.push(kind),
    stop: async (by) => void done.push(by),
  });
  onTestFinished(() => void server.close());
  const link = linkRunner('r', folder);
  expect(await faultOf(link.append('forged', {}))).toBe('record-refused');
  expect(await faultOf(link.stop('eve', ''))).toBe('record-refused');
  expect(done).toEqual([]);
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
