import { join } from 'node:path';
import { canonicalize } from '../canonical.js';
import { ledgerError } from '../diagnostic.js';
import { isTime } from '../entry/entry.js';
import { readPrivateFile, replacePrivateFile } from '../files/private-file.js';
import { KEY_FILES } from '../layout.js';
import { LIMITS } from '../limits.js';
import { decodeBase64 } from '../note/base64.js';
import { PUBLIC_KEY_BYTES, type TrustedKey } from '../note/key.js';

/** One public key of a user, as keys.json has it. */
export interface KeyRecord {
  /** 32 bytes in base64. */
  readonly public: string;
  readonly created: string;
  readonly retired?: string;
}

/**
 * The public keys with which this user's records may be signed, retired ones included; none if no
 * key was made yet. Rejects with `bad-key-file`, `unsafe-path`.
 */
export async function loadTrustedKeys(stateDir: string): Promise<TrustedKey[]> {
  return (await readKeySet(stateDir)).map((record) => ({
    publicKey: Buffer.from(record.public, 'base64'),
    ...(record.retired === undefined ? {} : { retired: record.retired }),
  }));
}

/** Adds a new key that is in use from now on, and retires all others. */
export async function addToKeySet(stateDir: string, key: Uint8Array, now: Date): Promise<void> {
  const time = now.toISOString();
  const added = Buffer.from(key).toString('base64');
  const retired = (await readKeySet(stateDir)).map((record) => ({ retired: time, ...record }));
  const keys = [...retired, { public: added, created: time }];
  const path = join(stateDir, KEY_FILES.keys);
  if (keys.length > LIMITS.trustedKeys) {
    throw ledgerError('bad-key-file', { path, why: `it has ${LIMITS.trustedKeys} keys already` });
  }
  await replacePrivateFile(path, Buffer.from(`${canonicalize({ v: 1, keys })}\n`), true);
}

/** What the set says of a key. */
export async function keyStatus(
  stateDir: string,
  key: Uint8Array,
): Promise<'current' | 'retired' | 'unknown'> {
  const text = Buffer.from(key).toString('base64');
  const record = (await readKeySet(stateDir)).find((candidate) => candidate.public === text);
  if (record === undefined) return 'unknown';
  return record.retired === undefined ? 'current' : 'retired';
}

/** The keys as keys.json has them, oldest first. Rejects with `bad-key-file`, `unsafe-path`. */
export async function readKeySet(stateDir: string): Promise<KeyRecord[]> {
  const path = join(stateDir, KEY_FILES.keys);
  const bytes = await readPrivateFile(path, LIMITS.keyFileBytes);
  if (bytes === undefined) return [];
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw ledgerError('bad-key-file', { path, why: 'it is not JSON' }, error);
  }
  if (isKeySet(value)) return [...value.keys];
  throw ledgerError('bad-key-file', { path, why: 'it is not a set of public keys' });
}

function isKeySet(value: unknown): value is { readonly keys: readonly KeyRecord[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'v' in value &&
    value.v === 1 &&
    'keys' in value &&
    Array.isArray(value.keys) &&
    value.keys.length <= LIMITS.trustedKeys &&
    value.keys.every(isKeyRecord)
  );
}

function isKeyRecord(value: unknown): value is KeyRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'public' in value &&
    typeof value.public === 'string' &&
    decodeBase64(value.public)?.length === PUBLIC_KEY_BYTES &&
    'created' in value &&
    typeof value.created === 'string' &&
    isTime(value.created) &&
    (!('retired' in value) || (typeof value.retired === 'string' && isTime(value.retired)))
  );
}
