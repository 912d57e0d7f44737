import { hash } from 'node:crypto';

/** A SHA-256 digest: 64 lower-case hexadecimal digits. */
export type Digest = string;

const DIGEST = /^[0-9a-f]{64}$/;

export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && DIGEST.test(text);
}

/** The root of the tree without leaves: the hash of nothing (RFC 6962 section 2.1). */
export const EMPTY_ROOT: Digest = hash('sha256', '', 'hex');

// RFC 6962 gives leaves and nodes different first bytes, so that a node can never pass as a leaf.
const LEAF = 0x00;
const NODE = 0x01;

const nodeInput = Buffer.alloc(65);
nodeInput[0] = NODE;

const entryLeafInput = Buffer.alloc(33);
entryLeafInput[0] = LEAF;

/** The hash of a leaf with these bytes. */
export function leafHash(data: Uint8Array): Digest {
  return hash('sha256', Buffer.concat([Buffer.of(LEAF), data]), 'hex');
}

/** The leaf hash of an entry: the leaf's data are the 32 bytes of the entry's hash. */
export function entryLeafHash(entryHash: Digest): Digest {
  entryLeafInput.write(entryHash, 1, 'hex');
  return hash('sha256', entryLeafInput, 'hex');
}

/** The hash of an inner node. */
export function nodeHash(left: Digest, right: Digest): Digest {
  nodeInput.write(left, 1, 'hex');
  nodeInput.write(right, 33, 'hex');
  return hash('sha256', nodeInput, 'hex');
}
