import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, leafHash } from '../../src/merkle/hash.js';
import {
  type ConsistencyClaim,
  type InclusionClaim,
  verifyConsistency,
  verifyInclusion,
} from '../../src/merkle/proof.js';
import { MerkleTree } from '../../src/merkle/tree.js';
import { CONSISTENCY, INCLUSION, LEAVES, ROOTS } from './vectors.js';

const OTHER = 'abacaba000000000000000000000000000000000000000000060061e00123456';

function rootAt(size: number): string {
  return ROOTS[size - 1] ?? EMPTY_ROOT;
}

function inclusion(index: number, size: number): InclusionClaim {
  return { index, size, leafHash: leafHash(LEAVES[index] ?? Buffer.alloc(0)), root: rootAt(size) };
}

function consistency(earlier: number, size: number): ConsistencyClaim {
  return { earlier, earlierRoot: rootAt(earlier), size, root: rootAt(size) };
}

function flip(hash: string): string {
  return (hash.startsWith('0') ? '1' : '0') + hash.slice(1);
}

/** Every way of spoiling a proof that the shared vectors try. */
function spoiled(proof: readonly string[], root: string): string[][] {
  return [
    [...proof, ''],
    [...proof, root],
    ['', ...proof],
    [root, ...proof],
    ...proof.map((hash, index) => proof.with(index, flip(hash))),
    ...proof.map((hash, index) => proof.with(index, hash.toUpperCase().slice(1))),
    ...(proof.length > 0 ? [proof.slice(0, -1), proof.slice(1), [...proof, OTHER]] : []),
  ];
}

describe('verifyInclusion', () => {
  it.each(INCLUSION)('takes the shared proof of leaf %i in %i', (index, size, proof) => {
    expect(verifyInclusion(inclusion(index, size), proof)).toBe(true);
  });

  it.each(INCLUSION)('takes no other than the proof of leaf %i in %i', (index, size, proof) => {
    const claim = inclusion(index, size);
    for (const wrong of spoiled(proof, claim.root)) {
      expect(verifyInclusion(claim, wrong)).toBe(false);
    }
    const wrongClaims: InclusionClaim[] = [
      { ...claim, index: index - 1 },
      { ...claim, index: index + 1 },
      { ...claim, index: index ^ 2 },
      { ...claim, size: size * 2 },
      { ...claim, size: Math.floor(size / 2) },
      { ...claim, size: size + 0.5 },
      { ...claim, leafHash: OTHER },
      { ...claim, leafHash: '' },
      { ...claim, root: OTHER },
      { ...claim, root: EMPTY_ROOT },
    ];
    for (const wrong of wrongClaims) expect(verifyInclusion(wrong, proof)).toBe(false);
  });

  it('proves nothing in the empty tree', () => {
    const claim = { index: 0, size: 0, leafHash: OTHER, root: EMPTY_ROOT };
    expect(verifyInclusion(claim, [])).toBe(false);
  });

  it('ends for sizes no tree has', () => {
    const claim = { ...inclusion(0, 1), index: 2 ** 52, size: Number.MAX_SAFE_INTEGER };
    expect(verifyInclusion(claim, Array(60).fill(OTHER))).toBe(false);
  });
});

describe('verifyConsistency', () => {
  it.each(CONSISTENCY)('takes the shared proof of %i within %i', (earlier, size, proof) => {
    expect(verifyConsistency(consistency(earlier, size), proof)).toBe(true);
  });

  it.each(CONSISTENCY)('takes no other than the proof of %i within %i', (earlier, size, proof) => {
    const claim = consistency(earlier, size);
    for (const wrong of spoiled(proof, claim.root)) {
      expect(verifyConsistency(claim, wrong)).toBe(false);
    }
    const wrongClaims: ConsistencyClaim[] = [
      { ...claim, earlier: earlier - 1 },
      { ...claim, earlier: earlier + 1 },
      { ...claim, earlier: earlier ^ 2 },
      { ...claim, size: size * 2 },
      { ...claim, size: Math.floor(size / 2) },
      { ...claim, earlierRoot: OTHER },
      { ...claim, root: OTHER },
      ...(earlier === size ? [] : [{ ...claim, earlierRoot: claim.root, root: claim.earlierRoot }]),
    ];
    for (const wrong of wrongClaims) expect(verifyConsistency(wrong, proof)).toBe(false);
    if (proof.length > 0) expect(verifyConsistency(claim, [])).toBe(false);
  });

  it('knows that every tree begins with the empty one, and with no other of size 0', () => {
    expect(verifyConsistency(consistency(0, 5), [])).toBe(true);
    expect(verifyConsistency({ ...consistency(0, 5), earlierRoot: OTHER }, [])).toBe(false);
    expect(verifyConsistency(consistency(0, 5), [OTHER])).toBe(false);
  });

  it('does not go back in time', () => {
    expect(verifyConsistency(consistency(2, 1), [])).toBe(false);
  });
});

describe('proofs of any tree', () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 100 }), fc.nat(), fc.nat());

  it('verify, and not for another leaf or tree', () => {
    fc.assert(
      fc.property(sizes, ([count, a, b]) => {
        const tree = new MerkleTree();
        for (let index = 0; index < count; index++) tree.add(leafHash(Buffer.from(`${index}`)));
        const size = 1 + (a % count);
        const index = b % size;
        const root = tree.root(size);
        const claim = { index, size, leafHash: tree.leaf(index), root };
        const path = tree.inclusionProof(index, size);
        expect(verifyInclusion(claim, path)).toBe(true);
        expect(verifyInclusion({ ...claim, leafHash: flip(claim.leafHash) }, path)).toBe(false);
        const earlier = index + 1;
        const grown = { earlier, earlierRoot: tree.root(earlier), size, root };
        const proof = tree.consistencyProof(earlier, size);
        expect(verifyConsistency(grown, proof)).toBe(true);
        expect(verifyConsistency({ ...grown, root: flip(root) }, proof)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
