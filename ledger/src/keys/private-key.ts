import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { ledgerError } from '../diagnostic.js';
import { readPrivateFile, replacePrivateFile } from '../files/private-file.js';
import { LIMITS } from '../limits.js';
import type { Signer } from '../note/key.js';

/** A signer over an Ed25519 private key. The key stays in the KeyObject and is never printed. */
export function createSigner(privateKey: KeyObject): Signer {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = Buffer.from(x ?? '', 'base64url');
  return { publicKey, sign: (text) => sign(null, text, privateKey) };
}

/** Makes a new key and puts it at `path` (PKCS #8 PEM, mode 0600). */
export async function writeNewKey(path: string): Promise<Signer> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
  await replacePrivateFile(path, Buffer.from(pem), true);
  return createSigner(privateKey);
}

/** The key at `path`; nothing if there is none. Rejects with `bad-key-file`, `unsafe-path`. */
export async function readKey(path: string): Promise<Signer | undefined> {
  const pem = await readPrivateFile(path, LIMITS.keyFileBytes);
  if (pem === undefined) return undefined;
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // The cause is left out: OpenSSL's words about a private key belong in no log.
    throw ledgerError('bad-key-file', { path, why: 'it is not a private key in PEM' });
  }
  if (key.asymmetricKeyType === 'ed25519') return createSigner(key);
  throw ledgerError('bad-key-file', { path, why: 'it is not an Ed25519 key' });
}
