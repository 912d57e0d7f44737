import { type Digest, EMPTY_ROOT, isDigest, nodeHash } from './hash.js';

/** What an inclusion proof claims: leaf `index` of the tree with `size` leaves and this root. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Digest;
  readonly root: Digest;
}

/** What a consistency proof claims: the tree of `size` leaves begins with that of `earlier`. */
export interface ConsistencyClaim {
  readonly earlier: number;
  readonly earlierRoot: Digest;
  readonly size: number;
  readonly root: Digest;
}

/** Checks an inclusion proof (RFC 9162 section 2.1.3.2). The proof is an attacker's. */
export function verifyInclusion(claim: InclusionClaim, proof: readonly Digest[]): boolean {
  if (!isCount(claim.index) || !isCount(claim.size) || claim.index >= claim.size) return false;
  if (!isDigest(claim.leafHash) || !proof.every(isDigest)) return false;
  let node = claim.index;
  let last = claim.size - 1;
  let root = claim.leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      root = nodeHash(sibling, root);
      [node, last] = climbFromRight(node, last);
    } else {
      root = nodeHash(root, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && root === claim.root;
}

/**
 * Checks a consistency proof (RFC 9162 section 2.1.4.2). The proof is an attacker's. Every tree
 * begins with the empty tree, whose root is `EMPTY_ROOT`.
 */
export function verifyConsistency(claim: ConsistencyClaim, proof: readonly Digest[]): boolean {
  const { earlier, size } = claim;
  if (!isCount(earlier) || !isCount(size) || earlier > size || !proof.every(isDigest)) return false;
  if (!isDigest(claim.earlierRoot) || !isDigest(claim.root)) return false;
  if (earlier === size) return proof.length === 0 && claim.earlierRoot === claim.root;
  if (earlier === 0) return proof.length === 0 && claim.earlierRoot === EMPTY_ROOT;
  return climb(claim, isPowerOfTwo(earlier) ? [claim.earlierRoot, ...proof] : proof);
}

function climb(claim: ConsistencyClaim, path: readonly Digest[]): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let node = claim.earlier - 1;
  let last = claim.size - 1;
  while (node % 2 === 1) {
    node = half(node);
    last = half(last);
  }
  let earlierRoot = first;
  let root = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      earlierRoot = nodeHash(sibling, earlierRoot);
      root = nodeHash(sibling, root);
      [node, last] = climbFromRight(node, last);
    } else {
      root = nodeHash(root, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && earlierRoot === claim.earlierRoot && root === claim.root;
}

/** On the right edge a node without a sibling moves up unchanged until it is a right child. */
function climbFromRight(node: number, last: number): [number, number] {
  while (node % 2 === 0 && node !== 0) {
    node = half(node);
    last = half(last);
  }
  return [node, last];
}

// Sizes go up to 2^53, so the 32-bit operators must not be used here.
function half(count: number): number {
  return Math.floor(count / 2);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isPowerOfTwo(count: number): boolean {
  return 2 ** Math.floor(Math.log2(count)) === count;
}
