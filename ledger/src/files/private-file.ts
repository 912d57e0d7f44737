import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ledgerError } from '../diagnostic.js';
import { openPrivateFile } from './safe-path.js';

/**
 * Reads a small private file whole; nothing if it is not there. Throws `unsafe-path`, also for more
 * than `bytesMax` bytes.
 */
export async function readPrivateFile(path: string, bytesMax: number): Promise<Buffer | undefined> {
  const handle = await openPrivateFile(path, constants.O_RDONLY);
  if (handle === undefined) return undefined;
  try {
    const bytes = Buffer.alloc(bytesMax + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
      length += bytesRead;
      if (length > bytesMax) {
        throw ledgerError('unsafe-path', { path, why: `it has more than ${bytesMax} bytes` });
      }
      if (bytesRead === 0) return bytes.subarray(0, length);
    }
  } finally {
    await handle.close();
  }
}

/**
 * Puts `bytes` at `path` in one step: a reader, or a crash, finds the old content or the new. The
 * caller must be the only writer. `durable` also makes it outlast a power failure.
 */
export async function replacePrivateFile(
  path: string,
  bytes: Uint8Array,
  durable: boolean,
): Promise<void> {
  const draft = `${path}.tmp`;
  await rm(draft, { force: true });
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(draft, flags, 0o600);
  try {
    await handle.writeFile(bytes);
    if (durable) await handle.datasync();
  } catch (error) {
    await handle.close();
    await rm(draft, { force: true });
    throw error;
  }
  await handle.close();
  await rename(draft, path);
  if (durable) await syncDirectory(dirname(path));
}

/** Makes new names in a directory outlast a power failure. */
export async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
