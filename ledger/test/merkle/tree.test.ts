import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frontier } from '../../src/merkle/frontier.js';
import { EMPTY_ROOT, entryLeafHash, leafHash, nodeHash } from '../../src/merkle/hash.js';
import { MerkleTree } from '../../src/merkle/tree.js';
import { codeOf } from '../support/code-of.js';
import { naivePath, naiveProof, naiveRoot } from './naive.js';
import { CONSISTENCY, INCLUSION, LEAVES, ROOTS } from './vectors.js';

function treeOf(leaves: readonly Uint8Array[]): MerkleTree {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.add(leafHash(leaf));
  return tree;
}

function hex(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => hash.toString('hex'));
}

const someLeaves = fc
  .integer({ min: 1, max: 70 })
  .map((count) => Array.from({ length: count }, (_, index) => Buffer.from(`leaf ${index}`)));

describe('the hashes', () => {
  it('keep leaves and nodes apart', () => {
    const [left, right] = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))];
    const forged = Buffer.concat([Buffer.from(left, 'hex'), Buffer.from(right, 'hex')]);
    expect(nodeHash(left, right)).not.toBe(leafHash(forged));
  });

  it('hash an entry as the leaf with its 32 bytes', () => {
    const hash = 'ab'.repeat(32);
    expect(entryLeafHash(hash)).toBe(leafHash(Buffer.from(hash, 'hex')));
  });
});

describe.each([
  ['Frontier', () => new Frontier()],
  ['MerkleTree', () => new MerkleTree()],
])('%s', (_, create) => {
  it('has the roots of the shared vectors', () => {
    const tree = create();
    expect(tree.root()).toBe(EMPTY_ROOT);
    for (const [index, leaf] of LEAVES.entries()) {
      tree.add(leafHash(leaf));
      expect(tree.root()).toBe(ROOTS[index]);
      expect(tree.size).toBe(index + 1);
    }
  });

  it('has the root of the definition', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array(), { maxLength: 70 }), (leaves) => {
        const tree = create();
        for (const leaf of leaves) tree.add(leafHash(leaf));
        expect(tree.root()).toBe(naiveRoot(leaves).toString('hex'));
      }),
    );
  });
});

describe('MerkleTree', () => {
  it.each(INCLUSION)('proves leaf %i in %i as the shared vectors do', (index, size, path) => {
    expect(treeOf(LEAVES).inclusionProof(index, size)).toEqual(path);
  });

  it.each(CONSISTENCY)('proves %i within %i as the shared vectors do', (earlier, size, path) => {
    expect(treeOf(LEAVES).consistencyProof(earlier, size)).toEqual(path);
  });

  it('proves every leaf and every size as the definition does', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), fc.nat(), (leaves, a, b) => {
        const tree = treeOf(leaves);
        const size = 1 + (a % leaves.length);
        const part = leaves.slice(0, size);
        const [index, earlier] = [b % size, 1 + (b % size)];
        expect(tree.root(size)).toBe(naiveRoot(part).toString('hex'));
        expect(tree.inclusionProof(index, size)).toEqual(hex(naivePath(index, part)));
        expect(tree.consistencyProof(earlier, size)).toEqual(hex(naiveProof(earlier, part)));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what it cannot prove', () => {
    const tree = treeOf(LEAVES);
    const refused = [
      () => tree.inclusionProof(8),
      () => tree.inclusionProof(3, 3),
      () => tree.inclusionProof(-1),
      () => tree.inclusionProof(0.5),
      () => tree.inclusionProof(0, 9),
      () => tree.consistencyProof(9),
      () => tree.consistencyProof(5, 4),
      () => tree.consistencyProof(-1),
      () => tree.root(9),
      () => tree.leaf(8),
      () => new MerkleTree().inclusionProof(0),
    ];
    for (const action of refused) expect(codeOf(action)).toBe('bad-proof-range');
  });
});
