import { createPublicKey } from 'node:crypto';
import { ledgerError } from '../diagnostic.js';
import { isTime } from '../entry/entry.js';
import { LIMITS } from '../limits.js';
import { decodeBase64 } from './base64.js';
import { PUBLIC_KEY_BYTES, type TrustedKey } from './key.js';

/**
 * The public keys in a text that somebody gave to verify with: 32 bytes in base64, a public key in
 * PEM, or a set of keys as JSON (`{"keys":[{"public":…,"retired":…}]}`). Throws `bad-public-key`.
 */
export function parsePublicKeys(text: string): TrustedKey[] {
  const trimmed = text.trim();
  if (text.length > LIMITS.keyFileBytes) throw bad('…', 'it is too long');
  if (trimmed.startsWith('{')) return keySet(trimmed);
  if (trimmed.startsWith('-----BEGIN')) return [{ publicKey: pemKey(trimmed) }];
  return [{ publicKey: rawKey(trimmed) }];
}

function keySet(text: string): TrustedKey[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw bad('{…', 'it is not JSON');
  }
  const keys: unknown = Reflect.get(Object(value), 'keys');
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > LIMITS.trustedKeys) {
    throw bad('{…', 'it is not a set of keys');
  }
  return keys.map((key: unknown): TrustedKey => {
    const encoded: unknown = Reflect.get(Object(key), 'public');
    const retired: unknown = Reflect.get(Object(key), 'retired');
    if (typeof encoded !== 'string') throw bad('{…', 'a key has no public');
    const publicKey = rawKey(encoded);
    if (retired === undefined) return { publicKey };
    // A retirement that cannot be read must not make a retired key a good one.
    if (typeof retired === 'string' && isTime(retired)) return { publicKey, retired };
    throw bad(encoded, 'its retired is no time');
  });
}

function rawKey(text: string): Buffer {
  const bytes = decodeBase64(text);
  if (bytes?.length === PUBLIC_KEY_BYTES) return bytes;
  throw bad(
    text,
    bytes === undefined ? 'it is not base64' : `it has ${bytes.length} bytes, not 32`,
  );
}

function pemKey(text: string): Buffer {
  // A private key would be read too, as its public half: it must not be what is handed around.
  if (text.includes('PRIVATE')) throw bad('-----BEGIN…', 'it is a private key');
  try {
    const key = createPublicKey(text);
    const { x } = key.export({ format: 'jwk' });
    if (key.asymmetricKeyType === 'ed25519' && x !== undefined) return Buffer.from(x, 'base64url');
  } catch {
    // What OpenSSL says about it helps nobody.
  }
  throw bad('-----BEGIN…', 'it is not an Ed25519 key');
}

function bad(key: string, why: string): Error {
  return ledgerError('bad-public-key', { key, why });
}
