import { GENESIS, SEAL } from '../entry/entry.js';
import { LIMITS } from '../limits.js';
import { Frontier } from '../merkle/frontier.js';
import { type Digest, entryLeafHash } from '../merkle/hash.js';
import { type Claim, EntryCheck, isFinding, type Place } from './entry-check.js';
import { LineSplitter } from './line-splitter.js';
import { type Finding, findingAt } from './result.js';

/** Told of every good entry, in order; returns a finding to stop there. */
export type OnEntry = (
  claim: Claim,
  bytes: Buffer,
  start: number,
  end: number,
) => Finding | undefined;

/**
 * Follows a log from its first byte in constant memory, and stops at the first bad entry. Knows
 * nothing of head or checkpoint.
 */
export class ChainCheck implements Place {
  readonly #entryCheck = new EntryCheck();
  readonly #splitter = new LineSplitter((bytes, start, end) => this.#line(bytes, start, end));
  readonly #frontier = new Frontier();
  readonly #onEntry: OnEntry;
  #run: string | undefined;
  #hash: Digest = GENESIS;
  #bytes = 0;
  #sealed = false;
  #began: string | undefined;
  #ended: string | undefined;
  #finding: Finding | undefined;
  /** The number of the entry that stood where another one was expected, while that is looked for. */
  #gapBefore: number | undefined;

  /** `run` is what the log must be of; the first entry decides if it is not given. */
  constructor(run: string | undefined, onEntry: OnEntry = () => undefined) {
    this.#run = run;
    this.#onEntry = onEntry;
  }

  /** Good entries so far. */
  get entries(): number {
    return this.#frontier.size;
  }

  /** Bytes of the good entries so far, newlines included. */
  get bytes(): number {
    return this.#bytes;
  }

  get run(): string | undefined {
    return this.#run;
  }

  get hash(): Digest {
    return this.#hash;
  }

  get sealed(): boolean {
    return this.#sealed;
  }

  get began(): string | undefined {
    return this.#began;
  }

  get ended(): string | undefined {
    return this.#ended;
  }

  /** Bytes behind the last newline so far. */
  get unfinishedBytes(): number {
    return this.#splitter.unfinishedBytes;
  }

  /** The Merkle tree of the good entries. */
  get frontier(): Frontier {
    return this.#frontier;
  }

  /** Takes the next bytes of the log. Returns false once nothing more needs to be read. */
  push(chunk: Uint8Array): boolean {
    if (this.#splitter.push(chunk)) return true;
    if (this.#splitter.overlong && this.#finding === undefined) {
      const seq = this.entries;
      this.#finding = findingAt(seq, 'line-too-long', { seq, limit: LIMITS.lineBytes });
    }
    return false;
  }

  /** What is wrong with the entries, once all bytes were pushed or `push` returned false. */
  finish(): Finding | undefined {
    if (this.#gapBefore === undefined) return this.#finding;
    const seq = this.entries;
    return findingAt(seq, 'missing', { seq, found: this.#gapBefore });
  }

  #line(bytes: Buffer, start: number, end: number): boolean {
    if (this.#gapBefore !== undefined) return this.#lookBehindGap(bytes, start, end);
    const claim = this.#entryCheck.check(bytes, start, end, this);
    if (isFinding(claim)) return this.#stop(claim);
    if (this.#isAhead(claim)) return true;
    const finding = this.#place(claim);
    if (finding !== undefined) return this.#stop(finding);
    this.#accept(claim, end - start + 1);
    return this.#stop(this.#onEntry(claim, bytes, start, end));
  }

  /** Everything after a gap is only read to tell a missing entry from one that was moved. */
  #lookBehindGap(bytes: Buffer, start: number, end: number): boolean {
    const seq = this.entries;
    const claim = this.#entryCheck.check(bytes, start, end, this);
    if (isFinding(claim) || claim.seq !== seq || claim.prev !== this.#hash) return true;
    const found = this.#gapBefore ?? seq;
    this.#gapBefore = undefined;
    return this.#stop(findingAt(seq, 'out-of-order', { seq, found }));
  }

  #isAhead(claim: Claim): boolean {
    if (this.#sealed || claim.seq <= this.entries) return false;
    if (this.#run !== undefined && claim.run !== this.#run) return false;
    this.#gapBefore = claim.seq;
    return true;
  }

  #place(claim: Claim): Finding | undefined {
    const seq = this.entries;
    const { run, seq: found } = claim;
    if (this.#sealed) return findingAt(seq, 'after-seal', { seq });
    if (this.#run !== undefined && run !== this.#run)
      return findingAt(seq, 'wrong-run', { seq, run });
    if (found < seq) return findingAt(seq, 'duplicate', { seq, found });
    if (claim.prev !== this.#hash) return findingAt(seq, 'broken-link', { seq });
    return undefined;
  }

  #accept(claim: Claim, bytes: number): void {
    this.#run ??= claim.run;
    this.#began ??= claim.time;
    this.#ended = claim.time;
    this.#hash = claim.hash;
    this.#bytes += bytes;
    this.#sealed = claim.kind === SEAL;
    this.#frontier.add(entryLeafHash(claim.hash));
  }

  #stop(finding: Finding | undefined): boolean {
    this.#finding = finding;
    return finding === undefined;
  }
}
