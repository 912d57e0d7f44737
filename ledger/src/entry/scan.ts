import { isUtf8 } from 'node:buffer';
import { LIMITS } from '../limits.js';
import { canonicalNumberEnd } from './scan-number.js';
import { canonicalStringEnd } from './scan-string.js';

/** The ledger's own members, in the order in which canonical JSON puts them. */
export type OwnMember = 'hash' | 'kind' | 'prev' | 'run' | 'seq' | 'time' | 'v';

/** Byte offsets of one member: its name's opening quote, its value's first byte and past its last. */
export interface Span {
  name: number;
  start: number;
  end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const FAULT = -1;

/** The names of the own members as big-endian numbers. */
const NAMES = {
  hash: 0x68617368,
  kind: 0x6b696e64,
  prev: 0x70726576,
  run: 0x72756e,
  seq: 0x736571,
  time: 0x74696d65,
  v: 0x76,
} as const satisfies Record<OwnMember, number>;

/**
 * Recognises the canonical form of an object (RFC 8785) in bytes, and where the ledger's own members
 * lie in it. It accepts a line if and only if `canonicalize(JSON.parse(line))` gives back the very
 * same bytes, but makes no value: the adversary's bytes are hashed as they stand, never as they are
 * understood, and two readers cannot understand them differently (no duplicate names, no second
 * spelling of a string or number).
 */
export class LineScanner {
  /** Own members of the line scanned last; `start` is 0 for one that is not there. */
  readonly own: Readonly<Record<OwnMember, Span>> = {
    hash: { name: 0, start: 0, end: 0 },
    kind: { name: 0, start: 0, end: 0 },
    prev: { name: 0, start: 0, end: 0 },
    run: { name: 0, start: 0, end: 0 },
    seq: { name: 0, start: 0, end: 0 },
    time: { name: 0, start: 0, end: 0 },
    v: { name: 0, start: 0, end: 0 },
  };
  /** Where the last scan gave up, from the start of the line. */
  faultAt = 0;
  readonly #spans: readonly Span[] = Object.values(this.own);
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;
  #furthest = 0;

  /** Says whether bytes [start, end) are one canonical object in valid UTF-8. */
  scan(bytes: Buffer, start: number, end: number): boolean {
    for (const span of this.#spans) span.start = 0;
    this.#bytes = bytes;
    this.#end = end;
    this.#furthest = start;
    const isObject = start < end && bytes[start] === 0x7b;
    const stop = isObject ? this.#object(start, 0) : FAULT;
    if (stop === end && isUtf8(bytes.subarray(start, end))) return true;
    this.faultAt = (stop === FAULT ? this.#furthest : stop) - start;
    return false;
  }

  /** The offset past the value at `at`, or FAULT. */
  #value(at: number, depth: number): number {
    this.#furthest = at;
    switch (this.#bytes[at]) {
      case QUOTE:
        return canonicalStringEnd(this.#bytes, at, this.#end);
      case 0x7b:
        return depth < LIMITS.depth ? this.#object(at, depth) : FAULT;
      case 0x5b:
        return depth < LIMITS.depth ? this.#array(at, depth) : FAULT;
      case 0x74:
        return this.#word(at, 'true');
      case 0x66:
        return this.#word(at, 'false');
      case 0x6e:
        return this.#word(at, 'null');
      default:
        return canonicalNumberEnd(this.#bytes, at, this.#end);
    }
  }

  #array(open: number, depth: number): number {
    let at = open + 1;
    if (this.#bytes[at] === 0x5d) return at + 1;
    while (at < this.#end) {
      at = this.#value(at, depth + 1);
      if (at === FAULT || at >= this.#end) return FAULT;
      const next = this.#bytes[at++];
      if (next === 0x5d) return at;
      if (next !== COMMA) return FAULT;
    }
    return FAULT;
  }

  #object(open: number, depth: number): number {
    let at = open + 1;
    if (this.#bytes[at] === 0x7d) return at + 1;
    let previous = 0;
    let previousEnd = 0;
    while (at < this.#end) {
      this.#furthest = at;
      const name = at;
      if (this.#bytes[name] !== QUOTE) return FAULT;
      at = canonicalStringEnd(this.#bytes, name, this.#end);
      if (at === FAULT || at >= this.#end || this.#bytes[at] !== COLON) return FAULT;
      if (previous > 0 && !this.#inOrder(previous, previousEnd, name, at)) return FAULT;
      previous = name;
      previousEnd = at;
      const start = at + 1;
      at = this.#value(start, depth + 1);
      if (at === FAULT || at >= this.#end) return FAULT;
      if (depth === 0) this.#remember(name, start, at);
      const next = this.#bytes[at++];
      if (next === 0x7d) return at;
      if (next !== COMMA) return FAULT;
    }
    return FAULT;
  }

  #word(at: number, word: string): number {
    const end = at + word.length;
    return end <= this.#end && this.#bytes.toString('latin1', at, end) === word ? end : FAULT;
  }

  /** Whether the second name comes after the first by UTF-16 units, and is not the same. */
  #inOrder(first: number, firstEnd: number, second: number, secondEnd: number): boolean {
    const bytes = this.#bytes;
    // Plain ASCII names, which is nearly all, compare as bytes; closing quotes are left out.
    const shorter = Math.min(firstEnd - first, secondEnd - second) - 1;
    let index = 1;
    while (index < shorter && bytes[first + index] === bytes[second + index]) index++;
    const left = index < firstEnd - first - 1 ? (bytes[first + index] ?? 0) : 0;
    const right = index < secondEnd - second - 1 ? (bytes[second + index] ?? 0) : 0;
    if (left < 0x80 && right < 0x80 && left !== 0x5c && right !== 0x5c) {
      if (bytes[first + index - 1] !== 0x5c) return left < right;
    }
    return this.#decode(first, firstEnd) < this.#decode(second, secondEnd);
  }

  #decode(start: number, end: number): string {
    const text: unknown = JSON.parse(this.#bytes.toString('utf8', start, end));
    return String(text);
  }

  #remember(name: number, start: number, end: number): void {
    const letters = start - name - 3; // two quotes and a colon
    if (letters > 4) return;
    const span = this.#ownSpan(name + 1, letters);
    if (span === undefined) return;
    span.name = name;
    span.start = start;
    span.end = end;
  }

  /** The own member with the name at `at`; up to four bytes are compared as a number, not a string. */
  #ownSpan(at: number, letters: number): Span | undefined {
    let name = 0;
    for (let index = 0; index < letters; index++)
      name = (name << 8) | (this.#bytes[at + index] ?? 0);
    switch (name) {
      case NAMES.hash:
        return this.own.hash;
      case NAMES.kind:
        return this.own.kind;
      case NAMES.prev:
        return this.own.prev;
      case NAMES.run:
        return this.own.run;
      case NAMES.seq:
        return this.own.seq;
      case NAMES.time:
        return this.own.time;
      case NAMES.v:
        return this.own.v;
      default:
        return undefined;
    }
  }
}
