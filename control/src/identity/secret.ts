import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const MARK = 'rein_';
/** Characters that may be shown and looked up: the mark and 48 of the 256 random bits. */
const PREFIX_CHARS = MARK.length + 8;
const SECRET = /^rein_[A-Za-z0-9_-]{43}$/;

/** A new secret. The mark lets secret scanners find one that was committed somewhere. */
export function mintSecret(): string {
  return MARK + randomBytes(SECRET_BYTES).toString('base64url');
}

/** Whether a text could be a secret at all: nothing else is looked up. */
export function isSecret(text: string): boolean {
  return SECRET.test(text);
}

/** The part by which a token is recognised and found. */
export function prefixOf(secret: string): string {
  return secret.slice(0, PREFIX_CHARS);
}

/** What is kept of a secret. It has 256 bits of chance, so a plain hash cannot be guessed back. */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/** Compares a secret with a kept hash in constant time. */
export function matches(secret: string, known: string): boolean {
  const given = hash('sha256', secret, 'buffer');
  const kept = Buffer.from(known, 'hex');
  return kept.length === given.length && timingSafeEqual(given, kept);
}
