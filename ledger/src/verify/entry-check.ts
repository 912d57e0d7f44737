import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { Tip } from '../entry/chain.js';
import { FORMAT_VERSION, isKind, isRunId, isTime } from '../entry/entry.js';
import { LineScanner, type OwnMember } from '../entry/scan.js';
import { type Digest, isDigest } from '../merkle/hash.js';
import { type Finding, findingAt } from './result.js';

/** What a line says of its own place in the chain, once it is known to have the hash it states. */
export interface Claim {
  readonly run: string;
  readonly seq: number;
  readonly time: string;
  readonly kind: string;
  readonly prev: Digest;
  readonly hash: Digest;
}

/** Where a line stands: behind so many entries, the last of which has this hash, in this run's log. */
export interface Place extends Tip {
  readonly run: string | undefined;
}

const VERSION_BYTE = 0x30 + FORMAT_VERSION;
const SEQ = /^(?:0|[1-9]\d{0,15})$/;

/** Checks lines one by one, each for itself: its form, its members and its hash. */
export class EntryCheck {
  readonly #scanner = new LineScanner();
  /** The bytes under the hash; grows to the longest line, which is bounded by `lineBytes`. */
  #hashed = Buffer.alloc(1024);

  /**
   * The claim of a line, or what is wrong with it. `expected` is the place where it stands: what it
   * has in common with that needs no second look.
   */
  check(bytes: Buffer, start: number, end: number, expected: Place): Claim | Finding {
    const seq = expected.entries;
    if (!this.#scanner.scan(bytes, start, end)) {
      return isUtf8(bytes.subarray(start, end))
        ? findingAt(seq, 'not-canonical', { seq, at: this.#scanner.faultAt })
        : findingAt(seq, 'not-utf8', { seq });
    }
    // A line that states no hash has none to cut out, and is no entry.
    const states = this.#scanner.own.hash.start > 0;
    const digest = states ? this.#hash(bytes, start, end) : undefined;
    const claim = this.#claim(bytes, expected, digest);
    if (typeof claim === 'string') return findingAt(seq, 'bad-entry', { seq, member: claim });
    return claim.hash === digest ? claim : findingAt(seq, 'altered', { seq });
  }

  /**
   * The members of the ledger; the name of the first that is missing or malformed. What is as expected
   * is compared where it stands: making strings of it is most of the work.
   */
  #claim(bytes: Buffer, expected: Place, digest: Digest | undefined): Claim | OwnMember {
    const { own } = this.#scanner;
    const { v } = own;
    if (v.start === 0 || v.end - v.start !== 1 || bytes[v.start] !== VERSION_BYTE) return 'v';
    if (digest === undefined) return 'hash';
    const hash = this.#is(bytes, 'hash', digest) ? digest : this.#string(bytes, 'hash');
    if (hash !== digest && !isDigest(hash)) return 'hash';
    const kind = this.#string(bytes, 'kind');
    if (!isKind(kind)) return 'kind';
    const isNext = this.#is(bytes, 'prev', expected.hash);
    const prev = isNext ? expected.hash : this.#string(bytes, 'prev');
    if (!isNext && !isDigest(prev)) return 'prev';
    const isSame = expected.run !== undefined && this.#is(bytes, 'run', expected.run);
    const run = isSame ? expected.run : this.#string(bytes, 'run');
    if (!isSame && !isRunId(run)) return 'run';
    const time = this.#string(bytes, 'time');
    if (!isTime(time)) return 'time';
    const seq = own.seq.start === 0 ? '' : bytes.toString('latin1', own.seq.start, own.seq.end);
    if (!SEQ.test(seq) || !Number.isSafeInteger(Number(seq))) return 'seq';
    return { run, seq: Number(seq), time, kind, prev, hash };
  }

  /** Whether a member is a string of exactly this text, which is ASCII. */
  #is(bytes: Buffer, member: OwnMember, text: string): boolean {
    const { start, end } = this.#scanner.own[member];
    if (start === 0 || bytes[start] !== 0x22 || end - start - 2 !== text.length) return false;
    for (let index = 0; index < text.length; index++) {
      if (bytes[start + 1 + index] !== text.charCodeAt(index)) return false;
    }
    return true;
  }

  /** A member's text between its quotes, as it stands; no own member may hold an escape. */
  #string(bytes: Buffer, member: OwnMember): string {
    const { start, end } = this.#scanner.own[member];
    return start > 0 && bytes[start] === 0x22 ? bytes.toString('latin1', start + 1, end - 1) : '';
  }

  /**
   * SHA-256 of the stored bytes without the `hash` member and the comma behind it. There is always
   * one behind: `kind`, which every entry has, comes after `hash` in canonical order.
   */
  #hash(bytes: Buffer, start: number, end: number): Digest {
    const { name, end: valueEnd } = this.#scanner.own.hash;
    if (end - start > this.#hashed.length) this.#hashed = Buffer.alloc(2 * (end - start));
    const before = bytes.copy(this.#hashed, 0, start, name);
    const after = bytes.copy(this.#hashed, before, valueEnd + 1, end);
    return hash('sha256', this.#hashed.subarray(0, before + after), 'hex');
  }
}

export function isFinding(value: Claim | Finding): value is Finding {
  return 'message' in value;
}
