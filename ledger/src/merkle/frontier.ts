import { type Digest, EMPTY_ROOT, nodeHash } from './hash.js';

/**
 * A Merkle tree that only grows and only knows its root: the roots of the complete subtrees along
 * the right edge, one for each bit that is set in the size. Memory and work are O(log n).
 */
export class Frontier {
  /** At index i the root of a complete subtree of 2^i leaves, or nothing. */
  readonly #subtrees: (Digest | undefined)[] = [];
  #size = 0;

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Adds the leaf with this leaf hash. */
  add(leaf: Digest): void {
    let root = leaf;
    let level = 0;
    for (; ; level++) {
      const left = this.#subtrees[level];
      if (left === undefined) break;
      root = nodeHash(left, root);
      this.#subtrees[level] = undefined;
    }
    this.#subtrees[level] = root;
    this.#size++;
  }

  /** The root of the tree as it is now (RFC 6962 section 2.1). */
  root(): Digest {
    let root: Digest | undefined;
    for (const subtree of this.#subtrees) {
      if (subtree === undefined) continue;
      root = root === undefined ? subtree : nodeHash(subtree, root);
    }
    return root ?? EMPTY_ROOT;
  }
}
