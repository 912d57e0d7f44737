import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerError, ledgerError } from '../diagnostic.js';
import { acquireLock, type Lock } from '../files/lock.js';
import { syncDirectory } from '../files/private-file.js';
import { ensurePrivateDirectory } from '../files/safe-path.js';
import { KEY_FILES } from '../layout.js';
import type { Signer } from '../note/key.js';
import { addToKeySet, keyStatus } from './key-set.js';
import { readKey, writeNewKey } from './private-key.js';

/** How long to wait for another process that makes or rotates the key, in steps. */
const LOCK_TRIES = 100;
const LOCK_WAIT_MS = 20;

/**
 * The key with which this user's checkpoints are signed; made on first use, in `stateDir`. Its public
 * half joins the set that `loadTrustedKeys` reads. Rejects with `bad-key-file`, `unsafe-path`,
 * `locked`, `lock-unclear`.
 */
export function openUserKey(stateDir: string, now = new Date()): Promise<Signer> {
  return withKeyLock(stateDir, async () => {
    await finishRotation(stateDir);
    const path = join(stateDir, KEY_FILES.key);
    const key = (await readKey(path)) ?? (await writeNewKey(path));
    const status = await keyStatus(stateDir, key.publicKey);
    if (status === 'retired') throw ledgerError('bad-key-file', { path, why: 'it was retired' });
    // Not in the set yet: the set was lost, or the maker died before it was written.
    if (status === 'unknown') await addToKeySet(stateDir, key.publicKey, now);
    return key;
  });
}

/**
 * Retires the key in use and makes a new one. Runs that began before stay good: the set keeps the old
 * public half with the time of its retirement. Writers that are open go on with the old key.
 */
export function rotateUserKey(stateDir: string, now = new Date()): Promise<Signer> {
  return withKeyLock(stateDir, async () => {
    await finishRotation(stateDir);
    const next = await writeNewKey(join(stateDir, KEY_FILES.nextKey));
    await addToKeySet(stateDir, next.publicKey, now);
    await finishRotation(stateDir);
    return next;
  });
}

/** A rotation counts once the set has the new key; one that did not get so far leaves no trace. */
async function finishRotation(stateDir: string): Promise<void> {
  const nextPath = join(stateDir, KEY_FILES.nextKey);
  const next = await readKey(nextPath);
  if (next === undefined) return;
  if ((await keyStatus(stateDir, next.publicKey)) === 'current') {
    await rename(nextPath, join(stateDir, KEY_FILES.key));
  } else {
    await rm(nextPath);
  }
  await syncDirectory(stateDir);
}

async function withKeyLock<T>(stateDir: string, action: () => Promise<T>): Promise<T> {
  ensurePrivateDirectory(stateDir);
  const lock = await waitForLock(join(stateDir, KEY_FILES.lock));
  try {
    return await action();
  } finally {
    lock.release();
  }
}

async function waitForLock(path: string): Promise<Lock> {
  for (let attempt = 1; ; attempt++) {
    try {
      return acquireLock(path);
    } catch (error) {
      const isHeld = error instanceof LedgerError && error.code === 'locked';
      if (!isHeld || attempt >= LOCK_TRIES) throw error;
      await sleep(LOCK_WAIT_MS);
    }
  }
}
