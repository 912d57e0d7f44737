import {
  closeSync,
  fdatasyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ledgerError } from '../diagnostic.js';
import { LIMITS } from '../limits.js';
import { identifySelf, type Liveness, liveness, type ProcessIdentity } from './process-identity.js';
import { systemCode, unless } from './system-error.js';

/** A lock this process holds. */
export interface Lock {
  /** Gives the lock up. */
  release(): void;
}

/**
 * Takes the lock file at `path`, which names its owner. A lock whose owner died is taken over.
 *
 * A dead lock is never deleted and made anew, because two processes could both find it dead and one
 * would then delete the other's new lock. Instead the successor of owner N is whoever first links
 * `path.after-N`: linking fails if the name exists, so there is exactly one. The successor moves its
 * file over `path`. Whoever linked behind an owner that is no longer at `path` was too late, takes
 * its file back and starts again.
 *
 * Throws `locked` (the owner lives) and `lock-unclear`.
 */
export function acquireLock(path: string): Lock {
  const self = identifySelf();
  const draft = `${path}.${self.nonce}.tmp`;
  writeDraft(draft, JSON.stringify(self));
  try {
    for (let attempt = 0; attempt < LIMITS.lockChain; attempt++) {
      if (tryAcquire(path, draft)) return { release: () => release(path, self.nonce) };
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw ledgerError('lock-unclear', { path, why: 'its owner kept changing' });
}

/** On the disk before it is linked: an empty lock after a power failure would name no owner. */
function writeDraft(path: string, text: string): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeSync(fd, text);
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Whether a process holds the lock at `path`: its liveness, or nothing if there is no lock. */
export function lockOwner(path: string): Liveness | undefined {
  let owner = readOwner(path);
  for (let hops = 0; owner !== undefined && hops < LIMITS.lockChain; hops++) {
    const state = liveness(owner);
    if (state !== 'dead') return state;
    owner = readOwner(successorPath(path, owner));
    if (owner === undefined) return 'dead';
  }
  return owner === undefined ? undefined : { unclear: 'its takeover chain is too long' };
}

/** False if the chain of owners changed while it was walked. */
function tryAcquire(path: string, draft: string): boolean {
  const stale: string[] = [];
  let first: string | undefined;
  let at = path;
  while (!linkIfFree(draft, at)) {
    const owner = readOwner(at);
    if (owner === undefined) return false;
    refuseUnlessDead(path, owner);
    if (stale.length >= LIMITS.lockChain) {
      throw ledgerError('lock-unclear', { path, why: 'its takeover chain is too long' });
    }
    first ??= owner.nonce;
    stale.push(at);
    at = successorPath(path, owner);
  }
  if (at === path) return true;
  if (readOwner(path)?.nonce !== first) {
    rmSync(at, { force: true });
    return false;
  }
  renameSync(at, path);
  for (const file of stale) if (file !== path) rmSync(file, { force: true });
  return true;
}

function refuseUnlessDead(path: string, owner: ProcessIdentity): void {
  const state = liveness(owner);
  if (state === 'dead') return;
  if (state === 'alive') throw ledgerError('locked', { pid: owner.pid, dir: dirname(path) });
  throw ledgerError('lock-unclear', { path, why: state.unclear });
}

function linkIfFree(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function successorPath(path: string, owner: ProcessIdentity): string {
  return `${path}.after-${owner.nonce}`;
}

function release(path: string, nonce: string): void {
  // Someone may have removed the lock by hand and another taken it: that one is not ours to drop.
  if (readOwner(path)?.nonce === nonce) rmSync(path, { force: true });
}

function readOwner(path: string): ProcessIdentity | undefined {
  const text = unless('ENOENT', () => readFileSync(path, 'utf8'));
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = text.length > LIMITS.lockBytes ? undefined : JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isIdentity(value)) return value;
  throw ledgerError('lock-unclear', { path, why: 'it does not name a process' });
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isSafeInteger(value.pid) &&
    'start' in value &&
    typeof value.start === 'string' &&
    'boot' in value &&
    typeof value.boot === 'string' &&
    'pidNamespace' in value &&
    typeof value.pidNamespace === 'string' &&
    'host' in value &&
    typeof value.host === 'string' &&
    'nonce' in value &&
    typeof value.nonce === 'string' &&
    // The nonce becomes part of a file name.
    /^[0-9a-f]{16}$/.test(value.nonce)
  );
}
