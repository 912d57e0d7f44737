import { execFileSync } from 'node:child_process';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { Failure, Refusal } from '../../src/actions/outcome.js';
import {
  deleteBeneath,
  listBeneath,
  readFileBeneath,
  writeFileBeneath,
} from '../../src/actions/perform/files.js';

/** A workspace beside a folder that it must not lead to. */
function newPlace() {
  const home = mkdtempSync(join(tmpdir(), 'rein-files-'));
  const workspace = join(home, 'workspace');
  const outside = join(home, 'outside');
  mkdirSync(workspace);
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret'), 'secret');
  return { home, workspace, outside };
}

const text = (content: string) => Buffer.from(content);
const unlabelled = async () => undefined;

it('replaces a file in one step, and keeps its mode', async () => {
  const { workspace, outside } = newPlace();
  writeFileSync(join(workspace, 'tool'), 'old', { mode: 0o755 });
  linkSync(join(workspace, 'tool'), join(outside, 'link'));
  await writeFileBeneath(workspace, 'tool', text('new'), unlabelled);
  expect(readFileSync(join(workspace, 'tool'), 'utf8')).toBe('new');
  expect(statSync(join(workspace, 'tool')).mode & 0o777).toBe(0o755);
  expect(readFileSync(join(outside, 'link'), 'utf8')).toBe('old');
  expect(readdirSync(workspace)).toEqual(['tool']);
});

it('is labelled before there is a byte in it, and is not there if it cannot be', async () => {
  const { workspace } = newPlace();
  let seen: string | undefined;
  await writeFileBeneath(workspace, 'a', text('new'), async (path) => {
    seen = readFileSync(path, 'utf8');
    expect(readdirSync(workspace)).toEqual([readlinkSync(path).split('/').at(-1)]);
  });
  expect([seen, readFileSync(join(workspace, 'a'), 'utf8')]).toEqual(['', 'new']);
  const full = async () => {
    throw new Failure('no room');
  };
  await expect(writeFileBeneath(workspace, 'a', text('newer'), full)).rejects.toThrow('no room');
  expect([readdirSync(workspace), readFileSync(join(workspace, 'a'), 'utf8')]).toEqual([
    ...[['a'], 'new'],
  ]);
});

it('follows no link, in no place of a path', async () => {
  const { workspace, outside } = newPlace();
  symlinkSync(outside, join(workspace, 'folder'));
  symlinkSync(join(outside, 'secret'), join(workspace, 'file'));
  symlinkSync('.', join(workspace, 'here'));
  for (const path of ['folder/secret', 'file', 'here/file', 'here/x']) {
    await expect(readFileBeneath(workspace, path, 'utf8')).rejects.toBeInstanceOf(Refusal);
    await expect(writeFileBeneath(workspace, path, text('x'), unlabelled)).rejects.toBeInstanceOf(
      Refusal,
    );
  }
  await expect(listBeneath(workspace, 'folder')).rejects.toBeInstanceOf(Refusal);
  await deleteBeneath(workspace, 'file');
  expect(readdirSync(outside)).toEqual(['secret']);
  expect(() => lstatSync(join(workspace, 'file'))).toThrow();
});

it('waits for no pipe and reads no device', async () => {
  const { workspace } = newPlace();
  execFileSync('mkfifo', [join(workspace, 'pipe')]);
  await expect(readFileBeneath(workspace, 'pipe', 'utf8')).rejects.toBeInstanceOf(Refusal);
  await expect(writeFileBeneath(workspace, 'pipe', text('x'), unlabelled)).rejects.toBeInstanceOf(
    Refusal,
  );
});

it('reads no more than it may', async () => {
  const { workspace } = newPlace();
  writeFileSync(join(workspace, 'a'), 'x'.repeat(11));
  await expect(readFileBeneath(workspace, 'a', 'utf8', 10)).rejects.toThrow('more than 10 bytes');
  expect(await readFileBeneath(workspace, 'a', 'utf8', 11)).toMatchObject({
    summary: { bytes: 11 },
  });
});

/** Swaps a folder of the workspace for a link to outside, and back, as fast as it can. */
const SWAPPER = `
const { parentPort, workerData } = require('node:worker_threads');
const { renameSync } = require('node:fs');
const { folder, link, aside } = workerData;
let on = true;
parentPort.on('message', () => { on = false; });
parentPort.postMessage('ready');
(function swap() {
  for (let i = 0; i < 200; i++) {
    renameSync(folder, aside); renameSync(link, folder);
    renameSync(folder, link); renameSync(aside, folder);
  }
  if (on) setImmediate(swap); else process.exit(0);
})();`;

it('stays in the workspace while a folder is swapped for a link', async () => {
  const { home, workspace, outside } = newPlace();
  const folder = join(workspace, 'a');
  const link = join(home, 'link');
  mkdirSync(folder);
  writeFileSync(join(folder, 'secret'), 'mine');
  symlinkSync(outside, link);
  const worker = new Worker(SWAPPER, {
    eval: true,
    workerData: { folder, link, aside: join(home, 'aside') },
  });
  await new Promise((ready) => worker.once('message', ready));
  let done = 0;
  let refused = 0;
  try {
    for (let i = 0; i < 1500; i += 1) {
      const read = await readFileBeneath(workspace, 'a/secret', 'utf8').catch(() => undefined);
      if (read?.status === 'done') {
        expect(read.result.content).toBe('mine');
        done += 1;
      } else refused += 1;
      // Without creating: a folder that is gone for a moment would be made anew.
      await deleteBeneath(workspace, 'a/other').catch(() => undefined);
      await writeFileBeneath(workspace, `b/${i % 7}`, text('x'), unlabelled);
    }
  } finally {
    const ended = new Promise((end) => worker.once('exit', end));
    worker.postMessage('stop');
    await ended;
  }
  expect(readdirSync(outside)).toEqual(['secret']);
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
  // Both sides of the race were met, or this shows nothing.
  expect(Math.min(done, refused)).toBeGreaterThan(0);
  unlinkSync(link);
  renameSync(folder, `${folder}.over`);
});
