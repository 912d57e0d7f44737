import { FORMAT_VERSION, GENESIS } from '../entry/entry.js';
import { decodeHead, encodeHead } from '../head.js';
import { verifyConsistency, verifyInclusion } from '../merkle/proof.js';
import { type Checkpoint, checkpointOrigin, parseCheckpoint } from '../note/checkpoint.js';
import type { TrustedKey } from '../note/key.js';
import { type Note, verifyNote } from '../note/note.js';
import { type Finding, finding, findingAt } from '../verify/result.js';
import type { Derived } from './rederive.js';

/** Compares the head with the one that the stored lines give at its size, byte by byte. */
export function* compareHead(bytes: Buffer | undefined, derived: Derived): Generator<Finding> {
  if (bytes === undefined) {
    yield finding('no-head', {});
    return;
  }
  const head = decodeHead(bytes);
  if ('why' in head) {
    yield finding('bad-head', head);
    return;
  }
  const { entries, run } = head;
  const seq = derived.tree.size;
  if (entries > seq) {
    yield findingAt(seq, 'truncated', { seq, witness: 'head', expected: entries });
    return;
  }
  const expected = {
    v: FORMAT_VERSION,
    run: derived.run ?? run,
    entries,
    hash: derived.hashes[entries - 1] ?? GENESIS,
    root: derived.tree.root(entries),
    bytes: derived.ends[entries - 1] ?? 0,
  } as const;
  if (!encodeHead(expected).equals(bytes)) {
    yield finding('head-mismatch', { member: 'content', entries });
  }
  if (entries < seq) yield findingAt(entries, 'beyond-head', { seq: entries });
}

/** Compares the checkpoint with the tree, by root and by proof, and looks at who signed it. */
export function* compareCheckpoint(
  bytes: Buffer | undefined,
  keys: readonly TrustedKey[] | undefined,
  derived: Derived,
): Generator<Finding> {
  if (bytes === undefined) {
    if (keys !== undefined) yield finding('no-checkpoint', {});
    return;
  }
  const parsed = parseCheckpoint(bytes);
  if ('why' in parsed) {
    yield finding('bad-checkpoint', parsed);
    return;
  }
  const { checkpoint, note } = parsed;
  if (keys !== undefined) yield* compareSigner(checkpoint, note, keys, derived);
  const entries = checkpoint.size;
  const seq = derived.tree.size;
  if (entries > seq) {
    yield findingAt(seq, 'truncated', { seq, witness: 'checkpoint', expected: entries });
    return;
  }
  const { run } = derived;
  if (run !== undefined && checkpoint.origin !== checkpointOrigin(run)) {
    yield finding('checkpoint-mismatch', { member: 'origin', entries });
  }
  if (!proves(checkpoint, derived)) {
    yield finding('checkpoint-mismatch', { member: 'root', entries });
  }
  if (entries < seq) yield findingAt(entries, 'beyond-checkpoint', { seq: entries });
}

function* compareSigner(
  checkpoint: Checkpoint,
  note: Note,
  keys: readonly TrustedKey[],
  { began }: Derived,
): Generator<Finding> {
  const signed = verifyNote(note, checkpoint.origin, keys);
  if (signed.verdict !== 'signed') yield finding(signed.verdict, {});
  else if (signed.by.retired !== undefined && began !== undefined && began > signed.by.retired) {
    yield finding('retired-key', { retired: signed.by.retired, began });
  }
}

/** The log continues what was signed, and the last signed entry is in it. */
function proves({ size: earlier, root: earlierRoot }: Checkpoint, { tree }: Derived): boolean {
  const size = tree.size;
  const root = tree.root();
  const proof = tree.consistencyProof(earlier, size);
  if (!verifyConsistency({ earlier, earlierRoot, size, root }, proof)) return false;
  if (earlier === 0) return true;
  const index = earlier - 1;
  const claim = { index, size: earlier, leafHash: tree.leaf(index), root: earlierRoot };
  return verifyInclusion(claim, tree.inclusionProof(index, earlier));
}
