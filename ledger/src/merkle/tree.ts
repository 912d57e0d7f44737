import { ledgerError } from '../diagnostic.js';
import { type Digest, EMPTY_ROOT, nodeHash } from './hash.js';

/**
 * A Merkle tree that keeps the root of every complete subtree (64 bytes of digits and a little more
 * for each), so that it can prove. A writer needs only a `Frontier`.
 */
export class MerkleTree {
  /** `#levels[h][i]` is the root of the complete subtree over leaves [i * 2^h, (i + 1) * 2^h). */
  readonly #levels: Digest[][] = [[]];

  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  /** Adds the leaf with this leaf hash. */
  add(leaf: Digest): void {
    let root = leaf;
    for (let height = 0; ; height++) {
      let level = this.#levels[height];
      if (level === undefined) {
        level = [];
        this.#levels[height] = level;
      }
      level.push(root);
      const left = level.at(-2);
      if (level.length % 2 === 1 || left === undefined) return;
      root = nodeHash(left, root);
    }
  }

  /** The leaf hash of leaf `index`. Throws `bad-proof-range`. */
  leaf(index: number): Digest {
    const leaf = this.#levels[0]?.[index];
    if (leaf !== undefined) return leaf;
    throw ledgerError('bad-proof-range', { size: this.size, asked: `leaf ${index}` });
  }

  /** The root of the first `size` leaves. */
  root(size = this.size): Digest {
    this.#checkSize(size, `size ${size}`);
    return size === 0 ? EMPTY_ROOT : this.#rangeRoot(0, size);
  }

  /**
   * The audit path of leaf `index` in the tree of the first `size` leaves, leaf side first (RFC 6962
   * section 2.1.1). Throws `bad-proof-range`.
   */
  inclusionProof(index: number, size = this.size): Digest[] {
    this.#checkSize(size, `leaf ${index}`);
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
      throw ledgerError('bad-proof-range', { size, asked: `leaf ${index}` });
    }
    const path: Digest[] = [];
    let [start, end] = [0, size];
    while (end - start > 1) {
      const middle = start + splitPoint(end - start);
      if (index < middle) {
        path.push(this.#rangeRoot(middle, end));
        end = middle;
      } else {
        path.push(this.#rangeRoot(start, middle));
        start = middle;
      }
    }
    return path.reverse();
  }

  /**
   * The proof that the first `size` leaves begin with the first `earlier` leaves (RFC 6962 section
   * 2.1.2). Throws `bad-proof-range`.
   */
  consistencyProof(earlier: number, size = this.size): Digest[] {
    this.#checkSize(size, `size ${earlier}`);
    if (!Number.isSafeInteger(earlier) || earlier < 0 || earlier > size) {
      throw ledgerError('bad-proof-range', { size, asked: `size ${earlier}` });
    }
    if (earlier === 0) return [];
    const path: Digest[] = [];
    let [start, end] = [0, size];
    while (end !== earlier) {
      const middle = start + splitPoint(end - start);
      if (earlier <= middle) {
        path.push(this.#rangeRoot(middle, end));
        end = middle;
      } else {
        path.push(this.#rangeRoot(start, middle));
        start = middle;
      }
    }
    // The verifier knows the earlier root already when it is this whole subtree.
    if (start > 0) path.push(this.#rangeRoot(start, end));
    return path.reverse();
  }

  /** The root over leaves [start, end); start is a multiple of the largest subtree in it. */
  #rangeRoot(start: number, end: number): Digest {
    const count = end - start;
    const height = Math.floor(Math.log2(count));
    if (2 ** height === count) {
      const whole = this.#levels[height]?.[start / count];
      if (whole !== undefined) return whole;
    }
    const middle = start + splitPoint(count);
    return nodeHash(this.#rangeRoot(start, middle), this.#rangeRoot(middle, end));
  }

  #checkSize(size: number, asked: string): void {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.size) {
      throw ledgerError('bad-proof-range', { size: this.size, asked });
    }
  }
}

/** The largest power of two below `count` (for count >= 2). */
function splitPoint(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1));
}
