import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { decodeBase64 } from './base64.js';

/** Length of an Ed25519 public key in bytes (RFC 8032). */
export const PUBLIC_KEY_BYTES = 32;

/** Length of an Ed25519 signature in bytes (RFC 8032). */
export const SIGNATURE_BYTES = 64;

/** The signed-note format's type byte for Ed25519. */
const ED25519 = 0x01;

/** A public key a verifier believes in. */
export interface TrustedKey {
  /** The 32 bytes of an Ed25519 public key. */
  readonly publicKey: Uint8Array;
  /** When the key was retired (RFC 3339 UTC): runs that begin later may not be signed with it. */
  readonly retired?: string;
}

/** Something that can sign with one Ed25519 key. */
export interface Signer {
  /** The 32 bytes of the public key. */
  readonly publicKey: Uint8Array;
  /** The 64 bytes of the signature over `text`. */
  sign(text: Uint8Array): Uint8Array;
}

/** The four bytes that name a key in a note: SHA-256(name, newline, type, public key), cut short. */
export function keyId(name: string, publicKey: Uint8Array): Buffer {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey]);
  return hash('sha256', input, 'buffer').subarray(0, 4);
}

/** The verifier key other note tools take: `name+id+base64(type, public key)`. */
export function verifierKey(name: string, publicKey: Uint8Array): string {
  const key = Buffer.concat([Buffer.of(ED25519), publicKey]).toString('base64');
  return `${name}+${keyId(name, publicKey).toString('hex')}+${key}`;
}

/** A verifier key taken apart, if its id is that of its name and key. */
export function parseVerifierKey(
  text: string,
): { readonly name: string; readonly id: string; readonly publicKey: Buffer } | undefined {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  if (name === undefined || id === undefined || encoded === undefined) return undefined;
  const key = decodeBase64(encoded);
  const publicKey = key?.subarray(1);
  if (publicKey === undefined || key?.[0] !== ED25519) return undefined;
  return verifierKey(name, publicKey) === text ? { name, id, publicKey } : undefined;
}

/** Whether `signature` is the key's over `text`. False, not an error, for a key that is none. */
export function verifySignature(
  publicKey: Uint8Array,
  text: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const key = importPublicKey(publicKey);
  return key !== undefined && verify(null, text, key, signature);
}

function importPublicKey(publicKey: Uint8Array): KeyObject | undefined {
  if (publicKey.length !== PUBLIC_KEY_BYTES) return undefined;
  const x = Buffer.from(publicKey).toString('base64url');
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
