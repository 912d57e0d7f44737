import { canonicalize } from './canonical.js';
import { FORMAT_VERSION, isRunId } from './entry/entry.js';
import { LIMITS } from './limits.js';
import { type Digest, isDigest } from './merkle/hash.js';

/** What a log amounts to at some moment. It stands beside the log, so that a cut tail is noticed. */
export interface Head {
  readonly v: typeof FORMAT_VERSION;
  readonly run: string;
  /** Number of entries. */
  readonly entries: number;
  /** Hash of the last entry, `GENESIS` if there is none. */
  readonly hash: Digest;
  /** Root of the Merkle tree over the entries' hashes. */
  readonly root: Digest;
  /** Size of the log in bytes. */
  readonly bytes: number;
}

/** The bytes of a head file: canonical JSON and a newline. */
export function encodeHead(head: Head): Buffer {
  return Buffer.from(`${canonicalize(head)}\n`);
}

/** Reads the bytes of a head file. Anything but exactly what `encodeHead` writes gives the reason. */
export function decodeHead(bytes: Uint8Array): Head | { readonly why: string } {
  if (bytes.length > LIMITS.headBytes) return { why: `it has more than ${LIMITS.headBytes} bytes` };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { why: 'it is not JSON' };
  }
  if (!isHead(value)) return { why: 'a member is missing or of another type' };
  const { v, run, entries, hash, root, bytes: size } = value;
  const head = { v, run, entries, hash, root, bytes: size };
  // Also refuses members that a head does not have: nothing would vouch for them.
  return encodeHead(head).equals(bytes) ? head : { why: 'it is not written as a head is written' };
}

function isHead(value: unknown): value is Head {
  return (
    typeof value === 'object' &&
    value !== null &&
    'v' in value &&
    value.v === FORMAT_VERSION &&
    'run' in value &&
    typeof value.run === 'string' &&
    isRunId(value.run) &&
    'entries' in value &&
    isCount(value.entries) &&
    'hash' in value &&
    isDigest(value.hash) &&
    'root' in value &&
    isDigest(value.root) &&
    'bytes' in value &&
    isCount(value.bytes)
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
