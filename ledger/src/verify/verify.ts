import type { TrustedKey } from '../note/key.js';
import { ChainCheck } from './chain-check.js';
import { CheckpointCheck } from './checkpoint-check.js';
import { HeadCheck } from './head-check.js';
import { type Finding, findingAt, type VerifyResult } from './result.js';

/** What a log is held against. Whatever is left out is not looked at, and the result shows it. */
export interface VerifyOptions {
  /** The run the log must be of. */
  readonly run?: string;
  /** The bytes of the head file; null if there should be one and is none. */
  readonly head?: Uint8Array | null;
  /** The bytes of the checkpoint; null if there should be one and is none. Needs `keys`. */
  readonly checkpoint?: Uint8Array | null;
  /** The public keys that may have signed. With keys, a checkpoint must be there. */
  readonly keys?: readonly TrustedKey[];
  /**
   * Allows what a running writer leaves: entries past head and checkpoint, an unfinished last line.
   * The head and checkpoint must then have been read before the log. Without it all must be covered.
   */
  readonly live?: boolean;
  /**
   * A checkpoint that was kept from before, if any: the log must continue what it covers, so that a
   * record set back to an older state is noticed. Needs `keys`.
   */
  readonly kept?: Uint8Array;
  /** Hears of each entry that passed: its line, without the newline, valid only during the call. */
  readonly onEntry?: (line: Buffer) => void;
}

/** A verification under way. */
export interface Verifier {
  /** The entries as far as they were followed, for a writer that goes on behind them. */
  readonly chain: ChainCheck;
  /** Takes the next bytes of the log. Returns false once nothing more needs to be read. */
  push(chunk: Uint8Array): boolean;
  /** The result, once all bytes were pushed or `push` returned false. */
  finish(): VerifyResult;
}

/** Starts a verification: push the log's bytes in order, then finish. */
export function createVerifier(options: VerifyOptions = {}): Verifier {
  return new LogVerifier(options);
}

class LogVerifier implements Verifier {
  readonly #chain: ChainCheck;
  readonly #head: HeadCheck | undefined;
  readonly #checkpoint: CheckpointCheck | undefined;
  readonly #kept: CheckpointCheck | undefined;
  readonly #live: boolean;
  readonly #atStart: Finding | undefined;

  constructor(options: VerifyOptions) {
    this.#live = options.live ?? false;
    if (options.head !== undefined) this.#head = new HeadCheck(options.head);
    if (options.keys !== undefined) {
      this.#checkpoint = new CheckpointCheck(options.checkpoint ?? null, options.keys);
      if (options.kept !== undefined) this.#kept = new CheckpointCheck(options.kept, options.keys);
    }
    const { onEntry } = options;
    this.#chain = new ChainCheck(options.run, (_, bytes, start, end) => {
      onEntry?.(bytes.subarray(start, end));
      return this.#compare();
    });
    this.#atStart = this.#compare();
  }

  get chain(): ChainCheck {
    return this.#chain;
  }

  push(chunk: Uint8Array): boolean {
    return this.#atStart === undefined && this.#chain.push(chunk);
  }

  finish(): VerifyResult {
    const chain = this.#chain;
    const finding = this.#atStart ?? chain.finish() ?? this.#atEnd();
    if (finding !== undefined) {
      const sound = Math.min(chain.entries, finding.seq ?? chain.entries);
      return { ok: false, finding, sound };
    }
    return {
      ok: true,
      ...(chain.run === undefined ? {} : { run: chain.run }),
      entries: chain.entries,
      bytes: chain.bytes,
      hash: chain.hash,
      root: chain.frontier.root(),
      sealed: chain.sealed,
      ...(this.#head?.entries === undefined ? {} : { attested: this.#head.entries }),
      ...(this.#checkpoint?.entries === undefined ? {} : { signed: this.#checkpoint.entries }),
      unfinishedBytes: chain.unfinishedBytes,
      ...(chain.began === undefined ? {} : { began: chain.began }),
      ...(chain.ended === undefined ? {} : { ended: chain.ended }),
    };
  }

  #compare(): Finding | undefined {
    const chain = this.#chain;
    return (
      this.#head?.compare(chain) ?? this.#checkpoint?.compare(chain) ?? this.#kept?.compare(chain)
    );
  }

  #atEnd(): Finding | undefined {
    const chain = this.#chain;
    const bytes = chain.unfinishedBytes;
    const seq = chain.entries;
    return (
      // A cut tail that is known to be cut says more than the torn line it leaves.
      this.#truncation(this.#head?.finish(chain, true)) ??
      this.#truncation(this.#checkpoint?.finish(chain, true)) ??
      this.#truncation(this.#kept?.finish(chain, true)) ??
      (bytes > 0 && !this.#live ? findingAt(seq, 'torn-tail', { seq, bytes }) : undefined) ??
      this.#head?.finish(chain, this.#live) ??
      this.#checkpoint?.finish(chain, this.#live) ??
      this.#kept?.finish(chain, true)
    );
  }

  #truncation(finding: Finding | undefined): Finding | undefined {
    return finding?.name === 'truncated' ? finding : undefined;
  }
}

/** Verifies a log that is in memory, or comes in pieces that are. */
export function verifyBytes(
  log: Uint8Array | Iterable<Uint8Array>,
  options: VerifyOptions = {},
): VerifyResult {
  const verifier = createVerifier(options);
  for (const chunk of log instanceof Uint8Array ? [log] : log) {
    if (!verifier.push(chunk)) break;
  }
  return verifier.finish();
}

/** Verifies a log that comes in pieces, in constant memory. A piece is not kept past the next one. */
export async function verify(
  log: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: VerifyOptions = {},
): Promise<VerifyResult> {
  const verifier = createVerifier(options);
  for await (const chunk of log) {
    if (!verifier.push(chunk)) break;
  }
  return verifier.finish();
}
