import type { ProofFile } from '../bundle/proof-file.js';
import { PROOF_FORMAT } from '../bundle/proof-file.js';
import { ledgerError } from '../diagnostic.js';
import { readChunks } from '../files/read-chunks.js';
import { readWitnesses } from '../files/witnesses.js';
import { entryLeafHash } from '../merkle/hash.js';
import { MerkleTree } from '../merkle/tree.js';
import { type Checkpoint, checkpointOrigin, parseCheckpoint } from '../note/checkpoint.js';
import { ChainCheck } from '../verify/chain-check.js';
import { openLogForReading } from './open-log.js';

/** The record that something is proven about. */
export interface ProveOptions {
  readonly dir: string;
  readonly run: string;
  /** A checkpoint of it that was kept; the newest if not given. */
  readonly checkpoint?: Uint8Array;
}

/** Proves that entry `index` is signed. Rejects with `bad-proof-range`, `damaged`, `not-proven`. */
export async function proveEntry(options: ProveOptions, index: number): Promise<ProofFile> {
  const note = await readNote(options);
  let entry = '';
  const tree = await readTree(options, note.checkpoint, (seq, line) => {
    if (seq === index) entry = line.toString('utf8');
  });
  const hashes = tree.inclusionProof(index, note.checkpoint.size);
  return { format: PROOF_FORMAT, checkpoint: note.text, entry, index, hashes };
}

/**
 * Proves that what is signed begins with an earlier record: a checkpoint of it, or a number of
 * entries. Rejects with `bad-proof-range`, `damaged`, `not-proven`.
 */
export async function proveConsistency(
  options: ProveOptions,
  earlier: Uint8Array | number,
): Promise<ProofFile> {
  const note = await readNote(options);
  const before = typeof earlier === 'number' ? undefined : parseNote(earlier, options.run);
  const tree = await readTree(options, note.checkpoint);
  const entries = typeof earlier === 'number' ? earlier : (before?.checkpoint.size ?? 0);
  const hashes = tree.consistencyProof(entries, note.checkpoint.size);
  const root = tree.root(entries);
  if (before !== undefined && before.checkpoint.root !== root) {
    throw ledgerError('not-proven', { why: `the first ${entries} entries have another root` });
  }
  const common = { format: PROOF_FORMAT, checkpoint: note.text, hashes } as const;
  return { ...common, earlier: before?.text ?? { entries, root } };
}

async function readNote({ dir, run, checkpoint }: ProveOptions) {
  const bytes = checkpoint ?? (await readWitnesses(dir)).checkpoint;
  if (bytes === undefined) throw ledgerError('not-proven', { why: 'nobody signed the record' });
  return parseNote(bytes, run);
}

function parseNote(bytes: Uint8Array, run: string): { checkpoint: Checkpoint; text: string } {
  const parsed = parseCheckpoint(bytes);
  const why =
    'why' in parsed
      ? `it is not a checkpoint: ${parsed.why}`
      : parsed.checkpoint.origin === checkpointOrigin(run)
        ? undefined
        : `it is a checkpoint of ${parsed.checkpoint.origin}`;
  if (why !== undefined || 'why' in parsed) throw ledgerError('not-proven', { why: why ?? '' });
  return { checkpoint: parsed.checkpoint, text: Buffer.from(bytes).toString('utf8') };
}

/** The tree over the entries that a checkpoint covers, which must have its root. */
async function readTree(
  { dir, run }: ProveOptions,
  { size, root }: Checkpoint,
  onEntry?: (seq: number, line: Buffer) => void,
): Promise<MerkleTree> {
  const tree = new MerkleTree();
  const chain = new ChainCheck(run, (claim, bytes, start, end) => {
    tree.add(entryLeafHash(claim.hash));
    onEntry?.(claim.seq, bytes.subarray(start, end));
    return undefined;
  });
  const log = await openLogForReading(dir);
  try {
    for await (const chunk of readChunks(log)) {
      if (!chain.push(chunk) || tree.size >= size) break;
    }
  } finally {
    await log.close();
  }
  const finding = tree.size >= size ? undefined : chain.finish();
  if (finding !== undefined) throw ledgerError('not-proven', { why: finding.message });
  if (tree.size < size || tree.root(size) !== root) {
    throw ledgerError('not-proven', { why: `the log does not have the root of its checkpoint` });
  }
  return tree;
}
