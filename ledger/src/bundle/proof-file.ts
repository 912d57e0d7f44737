import { canonicalize, type JsonValue } from '../canonical.js';
import { LIMITS } from '../limits.js';
import { type Digest, isDigest } from '../merkle/hash.js';
import { isMembers, readMembers } from './members.js';

export const PROOF_FORMAT = 'rein-proof/1';

/** A proof as it is handed on: one line of canonical JSON. */
export type ProofFile = InclusionFile | ConsistencyFile;

/** That an entry stands at `index` in the record that `checkpoint` signs. */
export interface InclusionFile {
  readonly format: typeof PROOF_FORMAT;
  /** A signed note. */
  readonly checkpoint: string;
  /** The line of the entry, without its newline. */
  readonly entry: string;
  readonly index: number;
  readonly hashes: readonly Digest[];
}

/** That the record that `checkpoint` signs begins with an earlier one. */
export interface ConsistencyFile {
  readonly format: typeof PROOF_FORMAT;
  readonly checkpoint: string;
  /** A signed note kept from before, or only a size and a root that somebody wrote down. */
  readonly earlier: string | EarlierTree;
  readonly hashes: readonly Digest[];
}

export interface EarlierTree {
  readonly entries: number;
  readonly root: Digest;
}

/** The bytes of a proof: canonical JSON and a newline. */
export function encodeProof(proof: ProofFile): Buffer {
  return Buffer.from(`${canonicalize({ ...proof })}\n`);
}

/** Reads a proof; why the bytes are none, or the format when it is not known. */
export function decodeProof(
  bytes: Uint8Array,
): ProofFile | { readonly why: string } | { readonly unknown: string } {
  if (bytes.length > LIMITS.manifestBytes) return { why: 'it is too long' };
  if (bytes.at(-1) !== 0x0a) return { why: 'it is cut off' };
  const members = readMembers(bytes.subarray(0, -1));
  if (members === undefined) return { why: 'it is not one line of canonical JSON' };
  const { format, checkpoint, hashes, entry, index, earlier, ...others } = members;
  if (typeof format !== 'string') return { why: 'it names no format' };
  if (format !== PROOF_FORMAT) return { unknown: format };
  if (Object.keys(others).length > 0) return { why: 'it has a member too many' };
  if (typeof checkpoint !== 'string') return { why: 'it has no checkpoint' };
  if (!isDigests(hashes)) return { why: 'it has no proper hashes' };
  const common = { format: PROOF_FORMAT, checkpoint, hashes } as const;
  if (earlier === undefined) {
    if (typeof entry !== 'string') return { why: 'it has no entry' };
    return isCount(index) ? { ...common, entry, index } : { why: 'it has no proper index' };
  }
  if (entry !== undefined || index !== undefined) return { why: 'it is two proofs in one' };
  if (typeof earlier === 'string') return { ...common, earlier };
  const tree = readTree(earlier);
  return tree === undefined ? { why: 'it has no proper earlier' } : { ...common, earlier: tree };
}

function isDigests(value: JsonValue | undefined): value is readonly Digest[] {
  return Array.isArray(value) && value.length <= LIMITS.proofHashes && value.every(isDigest);
}

function isCount(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function readTree(value: JsonValue): EarlierTree | undefined {
  if (!isMembers(value)) return undefined;
  const { entries, root, ...others } = value;
  if (!isCount(entries) || !isDigest(root) || Object.keys(others).length > 0) return undefined;
  return { entries, root };
}
