import { constants, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ledgerError } from '../diagnostic.js';
import { systemCode } from './system-error.js';

const OTHERS = 0o077;

/**
 * Makes `dir` with mode 0700 if it is not there, and refuses one that others could reach into: a
 * symbolic link, another owner, or any right for group or others. Throws `unsafe-path`.
 */
export function ensurePrivateDirectory(dir: string): void {
  refusing(dir, () => mkdirSync(dir, { recursive: true, mode: 0o700 }));
  const stats = refusing(dir, () => lstatSync(dir));
  if (!stats.isDirectory()) throw ledgerError('unsafe-path', { path: dir, why: 'not a directory' });
  checkOwner(dir, stats);
}

/**
 * Opens a plain file that is this user's alone, for the flags given; a new one gets mode 0600.
 * Symbolic links and files with a second name are refused: they could lead a write elsewhere.
 * Nothing if the file is not there. Throws `unsafe-path`.
 */
export async function openPrivateFile(
  path: string,
  flags: number,
): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw ledgerError('unsafe-path', { path, why: systemCode(error) }, error);
  }
  try {
    checkFile(path, await handle.stat());
  } catch (error) {
    await handle.close();
    throw error;
  }
  return handle;
}

function checkFile(path: string, stats: Stats): void {
  if (!stats.isFile()) throw ledgerError('unsafe-path', { path, why: 'not a plain file' });
  if (stats.nlink > 1) throw ledgerError('unsafe-path', { path, why: 'it has a second name' });
  checkOwner(path, stats);
}

function checkOwner(path: string, stats: Stats): void {
  const uid = process.geteuid?.();
  // Root keeps ledgers for other users too; a file of root's is safe for nobody else.
  if (uid !== 0 && stats.uid !== uid) {
    throw ledgerError('unsafe-path', { path, why: `it belongs to uid ${stats.uid}` });
  }
  if ((stats.mode & OTHERS) !== 0) {
    const mode = (stats.mode & 0o777).toString(8);
    throw ledgerError('unsafe-path', { path, why: `others may use it (mode ${mode})` });
  }
}

function refusing<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw error;
    throw ledgerError('unsafe-path', { path, why: systemCode(error) }, error);
  }
}
