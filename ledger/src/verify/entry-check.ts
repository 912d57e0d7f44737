import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { Tip } from '../entry/chain.js';
import { FORMAT_VERSION, isKind, isRunId, isTime } from '../entry/entry.js';
import { LineScanner, type OwnMember } from '../entry/scan.js';
import { type Digest, isDigest } from '../merkle/hash.js';
import { type Finding, findingAt } from './result.js';

/** Views of up to so many bytes are kept. */
const VIEWS = 4096;

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

const ZERO = 0x30;
const NINE = 0x39;
const VERSION_BYTE = ZERO + FORMAT_VERSION;

/** Checks lines one by one, each for itself: its form, its members and its hash. */
export class EntryCheck {
  /** The kind of the last line that had a good one: most have the same. */
  #kind: string | undefined;
  readonly #scanner = new LineScanner();
  /** The bytes under the hash; grows to the longest line, which is bounded by `lineBytes`. */
  #hashed = Buffer.alloc(1024);
  /** Its beginnings by their length: most lines have one of a few, and a view costs as much as a copy. */
  #views: Buffer[] = [];

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

  /** The members of the ledger; the name of the first that is missing or malformed. */
  #claim(bytes: Buffer, expected: Place, digest: Digest | undefined): Claim | OwnMember {
    const { own } = this.#scanner;
    const { v } = own;
    if (v.start === 0 || v.end - v.start !== 1 || bytes[v.start] !== VERSION_BYTE) return 'v';
    if (digest === undefined) return 'hash';
    // What is as expected was found good before.
    const hash = this.#string(bytes, 'hash');
    if (hash !== digest && !isDigest(hash)) return 'hash';
    const kind = this.#string(bytes, 'kind');
    if (kind !== this.#kind && !isKind(kind)) return 'kind';
    this.#kind = kind;
    const prev = this.#string(bytes, 'prev');
    if (prev !== expected.hash && !isDigest(prev)) return 'prev';
    const run = this.#string(bytes, 'run');
    if (!isRunId(run)) return 'run';
    const time = this.#string(bytes, 'time');
    if (!isTime(time)) return 'time';
    const seq = this.#number(bytes, 'seq');
    if (seq === undefined) return 'seq';
    return { run, seq, time, kind, prev, hash };
  }

  /** A member's text between its quotes, as it stands; no own member may hold an escape. */
  #string(bytes: Buffer, member: OwnMember): string {
    const { start, end } = this.#scanner.own[member];
    return start > 0 && bytes[start] === 0x22 ? bytes.toString('latin1', start + 1, end - 1) : '';
  }

  /** A member's value if it is an integer from 0 to below 2^53; canonical JSON has no leading zero. */
  #number(bytes: Buffer, member: OwnMember): number | undefined {
    const { start, end } = this.#scanner.own[member];
    let value = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < ZERO || byte > NINE) return undefined;
      value = value * 10 + (byte - ZERO);
    }
    return start > 0 && Number.isSafeInteger(value) ? value : undefined;
  }

  /**
   * SHA-256 of the stored bytes without the `hash` member and the comma behind it. There is always
   * one behind: `kind`, which every entry has, comes after `hash` in canonical order.
   */
  #hash(bytes: Buffer, start: number, end: number): Digest {
    const { name, end: valueEnd } = this.#scanner.own.hash;
    if (end - start > this.#hashed.length) {
      this.#hashed = Buffer.alloc(2 * (end - start));
      this.#views = [];
    }
    const before = bytes.copy(this.#hashed, 0, start, name);
    const length = before + bytes.copy(this.#hashed, before, valueEnd + 1, end);
    const view = this.#views[length] ?? this.#hashed.subarray(0, length);
    if (length < VIEWS) this.#views[length] = view;
    return hash('sha256', view, 'hex');
  }
}

export function isFinding(value: Claim | Finding): value is Finding {
  return 'message' in value;
}
