import { type Checkpoint, checkpointOrigin, parseCheckpoint } from '../note/checkpoint.js';
import type { TrustedKey } from '../note/key.js';
import { type Note, verifyNote } from '../note/note.js';
import type { ChainCheck } from './chain-check.js';
import { type Finding, finding, findingAt } from './result.js';

/** Compares a log with its signed checkpoint while the log goes by. */
export class CheckpointCheck {
  readonly #checkpoint: Checkpoint | undefined;
  readonly #fault: Finding | undefined;
  readonly #signer: TrustedKey | undefined;

  /** The bytes of the checkpoint; null if there should be one and is none. */
  constructor(bytes: Uint8Array | null, keys: readonly TrustedKey[]) {
    if (bytes === null) {
      this.#fault = finding('no-checkpoint', {});
      return;
    }
    const parsed = parseCheckpoint(bytes);
    if ('why' in parsed) {
      this.#fault = finding('bad-checkpoint', parsed);
      return;
    }
    const { checkpoint, note } = parsed;
    const signed = this.#verify(checkpoint, note, keys);
    // Text that nobody trusted has signed must not be looked at, not even to find fault with it.
    if ('message' in signed) this.#fault = signed;
    else {
      this.#checkpoint = checkpoint;
      this.#signer = signed;
    }
  }

  /** Entries the signature vouches for. */
  get entries(): number | undefined {
    return this.#checkpoint?.size;
  }

  /** To be asked before the first entry and after each: does the log fit where it was signed? */
  compare(chain: ChainCheck): Finding | undefined {
    const checkpoint = this.#checkpoint;
    if (checkpoint === undefined || checkpoint.size !== chain.entries) return undefined;
    const member = this.#difference(checkpoint, chain);
    if (member === undefined) return undefined;
    const entries = checkpoint.size;
    const details = { member, entries };
    return entries === 0
      ? finding('checkpoint-mismatch', details)
      : findingAt(entries - 1, 'checkpoint-mismatch', details);
  }

  /** What is wrong once the log has ended. `live` allows entries that are not signed yet. */
  finish(chain: ChainCheck, live: boolean): Finding | undefined {
    const checkpoint = this.#checkpoint;
    if (checkpoint === undefined) return this.#fault;
    const seq = chain.entries;
    const expected = checkpoint.size;
    if (expected > seq)
      return findingAt(seq, 'truncated', { seq, witness: 'checkpoint', expected });
    if (expected < seq && !live) {
      return findingAt(expected, 'beyond-checkpoint', { seq: expected });
    }
    const retired = this.#signer?.retired;
    // What is asked is when the run began: a key may be retired while one of its runs still writes.
    if (retired !== undefined && chain.began !== undefined && chain.began > retired) {
      return finding('retired-key', { retired, began: chain.began });
    }
    return undefined;
  }

  #verify(checkpoint: Checkpoint, note: Note, keys: readonly TrustedKey[]): TrustedKey | Finding {
    const verdict = verifyNote(note, checkpoint.origin, keys);
    switch (verdict.verdict) {
      case 'signed':
        return verdict.by;
      case 'unknown-key':
        return finding('unknown-key', {});
      case 'bad-signature':
        return finding('bad-signature', {});
      default:
        return verdict satisfies never;
    }
  }

  #difference(checkpoint: Checkpoint, chain: ChainCheck): string | undefined {
    if (chain.run !== undefined && checkpoint.origin !== checkpointOrigin(chain.run)) {
      return 'origin';
    }
    return checkpoint.root === chain.frontier.root() ? undefined : 'root';
  }
}
