import { LIMITS } from '../limits.js';
import { decodeBase64 } from './base64.js';
import { keyId, type Signer, type TrustedKey, verifySignature } from './key.js';

/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** Four bytes. */
  readonly keyId: Buffer;
  readonly signature: Buffer;
}

/** A note taken apart; nothing in it is to be believed before a signature is verified. */
export interface Note {
  /** The signed text, with its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u;
const KEY_NAME = /^[^\s+]+$/u;

/** The bytes of a note: the text, an empty line and one signature per signer (C2SP signed-note). */
export function signNote(text: string, name: string, signers: readonly Signer[]): Buffer {
  if (!KEY_NAME.test(name)) throw new Error('a key name has no spaces and no plus');
  const signed = Buffer.from(text);
  const lines = signers.map((signer) => {
    const id = keyId(name, signer.publicKey);
    const signature = Buffer.concat([id, signer.sign(signed)]).toString('base64');
    return `\u2014 ${name} ${signature}\n`;
  });
  return Buffer.from(`${text}\n${lines.join('')}`);
}

/** Takes a note apart; the reason if the bytes are not one. */
export function parseNote(bytes: Uint8Array): Note | { readonly why: string } {
  if (bytes.length > LIMITS.noteBytes) return { why: `it has more than ${LIMITS.noteBytes} bytes` };
  let whole: string;
  try {
    whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { why: 'it is not UTF-8' };
  }
  if (hasControl(bytes)) return { why: 'it holds a control character' };
  const blank = whole.lastIndexOf('\n\n');
  if (blank < 0 || !whole.endsWith('\n')) return { why: 'it has no signature' };
  const lines = whole.slice(blank + 2, -1).split('\n');
  if (lines.length > LIMITS.noteSignatures) return { why: 'it has too many signatures' };
  const signatures = lines.map(parseSignature);
  const wellFormed = signatures.filter((signature) => signature !== undefined);
  if (wellFormed.length !== lines.length) return { why: 'a signature line is malformed' };
  return { text: whole.slice(0, blank + 1), signatures: wellFormed };
}

/** Control characters below U+0020 other than the newline: single bytes in UTF-8. */
function hasControl(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte < 0x20 && byte !== 0x0a);
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined) return undefined;
  const bytes = decodeBase64(encoded);
  if (bytes === undefined || bytes.length <= 4) return undefined;
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** Who signed a note: a trusted key, nobody that is trusted, or someone with a wrong signature. */
export type NoteVerdict =
  | { readonly verdict: 'signed'; readonly by: TrustedKey }
  | { readonly verdict: 'unknown-key' }
  | { readonly verdict: 'bad-signature' };

/**
 * Verifies a note's signatures under `name`. Signatures of unknown keys are passed over; one wrong
 * signature of a known key spoils the note, as C2SP signed-note asks.
 */
export function verifyNote(note: Note, name: string, keys: readonly TrustedKey[]): NoteVerdict {
  const text = Buffer.from(note.text);
  let by: TrustedKey | undefined;
  for (const line of note.signatures) {
    if (line.name !== name) continue;
    for (const key of keys) {
      if (!keyId(name, key.publicKey).equals(line.keyId)) continue;
      if (!verifySignature(key.publicKey, text, line.signature)) {
        return { verdict: 'bad-signature' };
      }
      // Of several signers the one that still holds is the better witness.
      if (by === undefined || by.retired !== undefined) by = key;
    }
  }
  return by === undefined ? { verdict: 'unknown-key' } : { verdict: 'signed', by };
}
