import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LogFile, type LogHandle, logHandleOf } from '../../src/store/log-file.js';
import { rejectionOf } from '../support/code-of.js';
import { tempDir } from '../support/temp.js';

/** A real file behind a disk that fails when it is told to. */
interface Disk extends LogHandle {
  /** Bytes the disk still takes; it then says ENOSPC, after a short write. */
  space: number;
  failSync: boolean;
  failTruncate: boolean;
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: from the test`), { code });
}

function diskOver(handle: FileHandle): Disk {
  const disk: Disk = {
    space: Number.POSITIVE_INFINITY,
    failSync: false,
    failTruncate: false,
    ...logHandleOf(handle),
    write: async (bytes, offset, length) => {
      if (disk.space === 0) throw failure('ENOSPC');
      const taken = Math.min(length, disk.space);
      disk.space -= taken;
      return await handle.write(bytes, offset, taken, null);
    },
    truncate: async (size) => {
      if (disk.failTruncate) throw failure('EIO');
      await handle.truncate(size);
    },
    datasync: async () => {
      if (disk.failSync) throw failure('EIO');
      await handle.datasync();
    },
  };
  return disk;
}

async function openLog(): Promise<{ path: string; disk: Disk; log: LogFile }> {
  const path = join(tempDir(), 'log');
  const handle = await open(path, 'ax+');
  onTestFinished(() => handle.close());
  const disk = diskOver(handle);
  return { path, disk, log: new LogFile(disk, path, 0) };
}

const LINE = Buffer.from('a whole line\n');

describe('LogFile', () => {
  it('adds batches, whole even when the disk takes them in pieces', async () => {
    const { path, disk, log } = await openLog();
    const handleWrite = disk.write;
    disk.write = (bytes, offset, length) => handleWrite(bytes, offset, Math.min(3, length), null);
    await log.append(LINE.subarray(0, 12), true);
    await log.append(LINE, true);
    expect(readFileSync(path, 'utf8')).toBe('a whole linea whole line\n');
    expect(log.size).toBe(25);
  });

  it('takes a batch back when the disk is full, and goes on when it is not', async () => {
    const { path, disk, log } = await openLog();
    await log.append(LINE, true);
    for (const space of [0, 1, 12]) {
      disk.space = space;
      expect(await rejectionOf(log.append(LINE, true))).toBe('write-failed');
      expect(readFileSync(path)).toEqual(LINE);
      expect(log.usable).toBe(true);
    }
    disk.space = Number.POSITIVE_INFINITY;
    await log.append(LINE, true);
    expect(readFileSync(path)).toEqual(Buffer.concat([LINE, LINE]));
  });

  it('stops when a failed batch cannot be taken back', async () => {
    const { disk, log } = await openLog();
    disk.space = 5;
    disk.failTruncate = true;
    expect(await rejectionOf(log.append(LINE, true))).toBe('broken');
    expect(log.usable).toBe(false);
  });

  it('stops when a sync fails, and leaves nothing that was not confirmed', async () => {
    const { path, disk, log } = await openLog();
    await log.append(LINE, true);
    disk.failSync = true;
    expect(await rejectionOf(log.append(LINE, true))).toBe('broken');
    expect(log.usable).toBe(false);
    expect(readFileSync(path)).toEqual(LINE);
  });

  it('stops when a later sync fails, and keeps what it had acknowledged', async () => {
    const { path, disk, log } = await openLog();
    await log.append(LINE, false);
    disk.failSync = true;
    expect(await rejectionOf(log.sync())).toBe('broken');
    expect(log.usable).toBe(false);
    expect(readFileSync(path)).toEqual(LINE);
  });

  it.each([
    ['grew', (path: string) => writeFileSync(path, 'x', { flag: 'a' })],
    ['shrank', (path: string) => truncateSync(path, 3)],
    ['is gone', (path: string) => rmSync(path)],
  ])('stops, and touches nothing, when the file %s', async (_, change) => {
    const { path, log } = await openLog();
    await log.append(LINE, false);
    change(path);
    expect(await rejectionOf(log.append(LINE, false))).toBe('changed-underneath');
    expect(log.usable).toBe(false);
  });

  it('stops when somebody writes at the same moment', async () => {
    const { path, disk, log } = await openLog();
    const handleWrite = disk.write;
    disk.write = async (bytes, offset, length) => {
      const result = await handleWrite(bytes, offset, length, null);
      writeFileSync(path, 'intruder', { flag: 'a' });
      return result;
    };
    expect(await rejectionOf(log.append(LINE, true))).toBe('changed-underneath');
    expect(readFileSync(path, 'utf8')).toBe(`${LINE}intruder`);
  });

  it('does not take back what somebody else may have written when the disk is full', async () => {
    const { path, disk, log } = await openLog();
    disk.write = () => {
      writeFileSync(path, 'intruder', { flag: 'a' });
      return Promise.reject(failure('ENOSPC'));
    };
    expect(await rejectionOf(log.append(LINE, true))).toBe('changed-underneath');
    expect(readFileSync(path, 'utf8')).toBe('intruder');
  });
});
