import type { ConsistencyFile, InclusionFile } from '../bundle/proof-file.js';
import { decodeProof } from '../bundle/proof-file.js';
import { GENESIS } from '../entry/entry.js';
import { LIMITS } from '../limits.js';
import { type Digest, entryLeafHash } from '../merkle/hash.js';
import { verifyConsistency, verifyInclusion } from '../merkle/proof.js';
import { type Checkpoint, checkpointOrigin, parseCheckpoint } from '../note/checkpoint.js';
import type { TrustedKey } from '../note/key.js';
import { verifyNote } from '../note/note.js';
import { EntryCheck, isFinding } from './entry-check.js';
import { type Finding, finding, findingAt } from './result.js';

/** What a proof that holds says. */
export type ProofResult = ProvenEntry | ProvenConsistency | Unproven;

interface Proven {
  readonly ok: true;
  /** Names the log: `rein/RUN`. */
  readonly origin: string;
  /** Entries and root that were signed, and by which key. */
  readonly entries: number;
  readonly root: Digest;
  readonly signer: TrustedKey;
}

/** The line stands at `index` of what was signed. */
export interface ProvenEntry extends Proven {
  readonly proves: 'entry';
  readonly index: number;
  readonly line: string;
}

/** What was signed begins with these entries; `signed` says whether they had been signed as well. */
export interface ProvenConsistency extends Proven {
  readonly proves: 'consistency';
  readonly earlier: { readonly entries: number; readonly root: Digest; readonly signed: boolean };
}

export interface Unproven {
  readonly ok: false;
  readonly finding: Finding;
}

/**
 * Verifies a proof with nothing but it and public keys. A proof does not say when its run began, so
 * that a key was retired is told (`signer.retired`) and not judged: a bundle is.
 */
export function verifyProof(bytes: Uint8Array, keys: readonly TrustedKey[]): ProofResult {
  const proof = decodeProof(bytes);
  if ('why' in proof) return unproven(finding('bad-proof', proof));
  if ('unknown' in proof) return unproven(finding('unknown-format', { format: proof.unknown }));
  const signed = readSigned(proof.checkpoint, keys);
  if ('message' in signed) return unproven(signed);
  return 'entry' in proof ? provenEntry(proof, signed) : provenConsistency(proof, signed, keys);
}

interface Signed extends Checkpoint {
  readonly by: TrustedKey;
}

function provenEntry(proof: InclusionFile, signed: Signed): ProofResult {
  const { entry: line, index, hashes } = proof;
  const bytes = Buffer.from(line);
  if (bytes.length > LIMITS.lineBytes) {
    return unproven(findingAt(index, 'line-too-long', { seq: index, limit: LIMITS.lineBytes }));
  }
  const claim = new EntryCheck().check(bytes, 0, bytes.length, {
    ...{ run: undefined, entries: index, hash: GENESIS },
  });
  if (isFinding(claim)) return unproven(claim);
  const { size, root } = signed;
  const leafHash = entryLeafHash(claim.hash);
  const holds =
    checkpointOrigin(claim.run) === signed.origin &&
    claim.seq === index &&
    verifyInclusion({ index, size, leafHash, root }, hashes);
  if (!holds) return unproven(findingAt(index, 'proof-mismatch', { what: `entry ${index}` }));
  return { ...proven(signed), proves: 'entry', index, line };
}

function provenConsistency(
  { earlier, hashes }: ConsistencyFile,
  signed: Signed,
  keys: readonly TrustedKey[],
): ProofResult {
  const isSigned = typeof earlier === 'string';
  const before = isSigned ? readSigned(earlier, keys) : { ...earlier, size: earlier.entries };
  if ('message' in before) return unproven(before);
  const { size, root } = signed;
  const claim = { earlier: before.size, earlierRoot: before.root, size, root };
  const isSameLog = !('origin' in before) || before.origin === signed.origin;
  if (!isSameLog || !verifyConsistency(claim, hashes)) {
    return unproven(finding('proof-mismatch', { what: `the first ${before.size} entries` }));
  }
  const then = { entries: before.size, root: before.root, signed: isSigned };
  return { ...proven(signed), proves: 'consistency', earlier: then };
}

/** A note that a trusted key signed. */
function readSigned(note: string, keys: readonly TrustedKey[]): Signed | Finding {
  const parsed = parseCheckpoint(Buffer.from(note));
  if ('why' in parsed) return finding('bad-checkpoint', parsed);
  const { checkpoint } = parsed;
  const verdict = verifyNote(parsed.note, checkpoint.origin, keys);
  return verdict.verdict === 'signed'
    ? { ...checkpoint, by: verdict.by }
    : finding(verdict.verdict, {});
}

function proven({ origin, size, root, by }: Signed): Proven {
  return { ok: true, origin, entries: size, root, signer: by };
}

function unproven(found: Finding): Unproven {
  return { ok: false, finding: found };
}
