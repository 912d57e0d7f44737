import type { Digest } from '../merkle/hash.js';
import { decodeBase64 } from './base64.js';
import type { Signer } from './key.js';
import { type Note, parseNote, signNote } from './note.js';

/** The state of a run's Merkle tree that is signed (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Names the log: `checkpointOrigin(run)`. */
  readonly origin: string;
  /** Number of leaves, which are the entries. */
  readonly size: number;
  readonly root: Digest;
}

const SIZE = /^(?:0|[1-9]\d{0,15})$/;

/** The origin line of a run's checkpoints, which is also the name its keys sign under. */
export function checkpointOrigin(run: string): string {
  return `rein/${run}`;
}

/** The bytes of a signed checkpoint. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly Signer[]): Buffer {
  const root = Buffer.from(checkpoint.root, 'hex').toString('base64');
  const text = `${checkpoint.origin}\n${checkpoint.size}\n${root}\n`;
  return signNote(text, checkpoint.origin, signers);
}

/** Takes a checkpoint apart; the reason if the bytes are not one. Signatures are not looked at. */
export function parseCheckpoint(
  bytes: Uint8Array,
): { readonly checkpoint: Checkpoint; readonly note: Note } | { readonly why: string } {
  const note = parseNote(bytes);
  if ('why' in note) return note;
  const [origin, size, encoded, ...extensions] = note.text.slice(0, -1).split('\n');
  if (origin === undefined || origin === '') return { why: 'it has no origin' };
  if (size === undefined || !SIZE.test(size) || !Number.isSafeInteger(Number(size))) {
    return { why: 'its size is not a number' };
  }
  const root = encoded === undefined ? undefined : decodeBase64(encoded);
  if (root?.length !== 32) return { why: 'its root is not 32 bytes of base64' };
  if (extensions.includes('')) return { why: 'an extension line is empty' };
  return { checkpoint: { origin, size: Number(size), root: root.toString('hex') }, note };
}
