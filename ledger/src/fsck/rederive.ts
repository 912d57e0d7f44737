import { createHash } from 'node:crypto';
import { canonicalize, type JsonValue } from '../canonical.js';
import { FORMAT_VERSION, GENESIS, isKind, isRunId, isTime, SEAL } from '../entry/entry.js';
import { entryLeafHash } from '../merkle/hash.js';
import { MerkleTree } from '../merkle/tree.js';
import { type Finding, findingAt } from '../verify/result.js';

/** What the stored lines amount to. */
export interface Derived {
  readonly tree: MerkleTree;
  /** Hash of each entry, as derived, not as stated. */
  readonly hashes: readonly string[];
  /** Offset behind each entry. */
  readonly ends: readonly number[];
  readonly run: string | undefined;
  readonly sealed: boolean;
  /** Time of the first entry. */
  readonly began: string | undefined;
}

/**
 * Derives an entry's hash, the tree and the chain from stored lines the plain way: understand the
 * line, write it anew, compare. It is slower than the verifier and shares none of its scanning, so
 * that a mistake in one shows as a difference to the other.
 */
export class Rederivation {
  readonly #tree = new MerkleTree();
  readonly #hashes: string[] = [];
  readonly #ends: number[] = [];
  readonly #report: (finding: Finding) => void;
  #run: string | undefined;
  #sealed = false;
  #began: string | undefined;
  /** The number the next entry should have. */
  #next = 0;

  constructor(run: string | undefined, report: (finding: Finding) => void) {
    this.#run = run;
    this.#report = report;
  }

  get derived(): Derived {
    return {
      tree: this.#tree,
      hashes: this.#hashes,
      ends: this.#ends,
      run: this.#run,
      sealed: this.#sealed,
      began: this.#began,
    };
  }

  /** Takes the next line, without its newline. */
  add(line: Buffer): void {
    const seq = this.#hashes.length;
    const members = this.#members(line, seq);
    const { hash: stated, ...rest } = members ?? {};
    const hash = createHash('sha256').update(canonicalize(rest)).digest('hex');
    if (members !== undefined) {
      if (stated !== hash) this.#report(findingAt(seq, 'altered', { seq }));
      for (const finding of this.#place(rest, seq)) this.#report(finding);
    }
    // A line that says nothing still takes a leaf, so that the root cannot come out right.
    this.#hashes.push(hash);
    this.#ends.push((this.#ends.at(-1) ?? 0) + line.length + 1);
    this.#tree.add(entryLeafHash(hash));
  }

  #members(line: Buffer, seq: number): Readonly<Record<string, JsonValue>> | undefined {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    } catch {
      this.#report(findingAt(seq, 'not-utf8', { seq }));
      return undefined;
    }
    try {
      const value: unknown = JSON.parse(text);
      if (isObject(value) && canonicalize(value) === text) return value;
    } catch {
      // Not JSON, or JSON that has no canonical form: the same finding.
    }
    this.#report(findingAt(seq, 'not-canonical', { seq, at: 0 }));
    return undefined;
  }

  *#place(members: Readonly<Record<string, JsonValue>>, seq: number): Generator<Finding> {
    const { v, run, seq: found, time, kind, prev } = members;
    const bad = (member: string): Finding => findingAt(seq, 'bad-entry', { seq, member });
    if (v !== FORMAT_VERSION) yield bad('v');
    if (typeof run !== 'string' || !isRunId(run)) yield bad('run');
    else {
      this.#run ??= run;
      if (run !== this.#run) yield findingAt(seq, 'wrong-run', { seq, run });
    }
    if (typeof time !== 'string' || !isTime(time)) yield bad('time');
    else this.#began ??= time;
    if (typeof kind !== 'string' || !isKind(kind)) yield bad('kind');
    if (typeof found !== 'number') yield bad('seq');
    else {
      // One lost line is one problem: those behind it are counted from where they say they are.
      const next = this.#next;
      if (found > next) yield findingAt(seq, 'missing', { seq: next, found });
      if (found < next) yield findingAt(seq, 'duplicate', { seq: next, found });
      this.#next = found + 1;
    }
    if (prev !== (this.#hashes.at(-1) ?? GENESIS)) yield findingAt(seq, 'broken-link', { seq });
    if (this.#sealed) yield findingAt(seq, 'after-seal', { seq });
    this.#sealed = kind === SEAL;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
