import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { getMeta, setMeta } from '../store/meta.js';
import type { Db } from '../store/store.js';
import { hashOf, isSecret, matches, mintSecret } from './secret.js';

/** What a text is to the bootstrap token. */
export type BootstrapVerdict = 'right' | 'wrong' | 'over';

/**
 * Makes the first token of an installation, if none was made yet, and writes it to `path` (0600).
 * Made again while it was never used to make an admin token and the file is gone: whoever can read
 * the state directory could have read it all along. Returns whether there is one.
 */
export async function ensureBootstrap(db: Db, path: string): Promise<boolean> {
  if ((await getMeta(db, 'bootstrap_over')) !== undefined) return false;
  const secret = mintSecret();
  let fd: number;
  try {
    fd = openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((await getMeta(db, 'bootstrap_hash')) !== undefined) return true;
    // A file without a hash: the last start died in between. What it holds is good for nothing.
    rmSync(path, { force: true });
    if (error instanceof Error && !error.message.startsWith('EEXIST')) throw error;
    fd = openSync(path, 'wx', 0o600);
  }
  try {
    writeSync(fd, `${secret}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  await setMeta(db, 'bootstrap_hash', hashOf(secret));
  return true;
}

/** Judges a secret. Hashes in any case, so that time does not tell whether there is a token. */
export async function judgeBootstrap(db: Db, secret: string): Promise<BootstrapVerdict> {
  const hash = (await getMeta(db, 'bootstrap_hash')) ?? hashOf('');
  if (!isSecret(secret) || !matches(secret, hash)) return 'wrong';
  return (await getMeta(db, 'bootstrap_over')) === undefined ? 'right' : 'over';
}
