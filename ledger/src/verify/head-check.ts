import { decodeHead, type Head } from '../head.js';
import type { ChainCheck } from './chain-check.js';
import { type Finding, finding, findingAt } from './result.js';

/** Compares a log with its head while the log goes by. */
export class HeadCheck {
  readonly #head: Head | undefined;
  readonly #fault: Finding | undefined;

  /** The bytes of the head file; null if there should be one and is none. */
  constructor(bytes: Uint8Array | null) {
    const head = bytes === null ? undefined : decodeHead(bytes);
    if (head === undefined) this.#fault = finding('no-head', {});
    else if ('why' in head) this.#fault = finding('bad-head', head);
    else this.#head = head;
  }

  /** Entries the head vouches for. */
  get entries(): number | undefined {
    return this.#head?.entries;
  }

  /** To be asked before the first entry and after each: does the log fit where the head was made? */
  compare(chain: ChainCheck): Finding | undefined {
    const head = this.#head;
    if (head === undefined || head.entries !== chain.entries) return undefined;
    const member = this.#difference(head, chain);
    if (member === undefined) return undefined;
    const { entries } = head;
    // The last entry under the head is the first one that can be said not to fit.
    const details = { member, entries };
    return entries === 0
      ? finding('head-mismatch', details)
      : findingAt(entries - 1, 'head-mismatch', details);
  }

  /** What is wrong once the log has ended. `live` allows entries the head does not cover yet. */
  finish(chain: ChainCheck, live: boolean): Finding | undefined {
    const head = this.#head;
    if (head === undefined) return this.#fault;
    const seq = chain.entries;
    if (head.entries > seq) {
      return findingAt(seq, 'truncated', { seq, witness: 'head', expected: head.entries });
    }
    if (head.entries === seq || live) return undefined;
    return findingAt(head.entries, 'beyond-head', { seq: head.entries });
  }

  #difference(head: Head, chain: ChainCheck): string | undefined {
    if (chain.run !== undefined && head.run !== chain.run) return 'run';
    if (head.hash !== chain.hash) return 'hash';
    if (head.bytes !== chain.bytes) return 'bytes';
    return head.root === chain.frontier.root() ? undefined : 'root';
  }
}
