import type { Link } from '../entry/chain.js';
import type { Entry } from '../entry/entry.js';

/** An entry that waits to be written, and the caller that waits with it. */
export interface Pending {
  readonly link: Link;
  /** Entries this one reports as refused, if it is a gap entry. */
  readonly gap: number;
  readonly resolve: (entry: Entry) => void;
  readonly reject: (error: Error) => void;
}

/** Entries in the order of the chain, and the bytes they take until they are written or refused. */
export class Queue {
  #waiting: Pending[] = [];
  #bytes = 0;

  /** Bytes waiting or being written. */
  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  push(pending: Pending): void {
    this.#waiting.push(pending);
    this.#bytes += pending.link.line.length;
  }

  /** Takes entries from the front, at least one if there is any, up to `bytesMax` bytes. */
  take(bytesMax: number): Pending[] {
    let bytes = 0;
    const beyond = this.#waiting.findIndex((pending, index) => {
      bytes += pending.link.line.length;
      return index > 0 && bytes > bytesMax;
    });
    return this.#waiting.splice(0, beyond < 0 ? this.#waiting.length : beyond);
  }

  /** Takes all that is left. */
  takeAll(): Pending[] {
    const all = this.#waiting;
    this.#waiting = [];
    return all;
  }

  /** To be called once for every entry taken, when it is written or refused. */
  settle(pending: readonly Pending[]): void {
    for (const { link } of pending) this.#bytes -= link.line.length;
  }
}
