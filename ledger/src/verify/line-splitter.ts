import { LIMITS } from '../limits.js';

const NEWLINE = 0x0a;

/** Takes one line, bytes [start, end) without its newline; returns false to stop. */
export type OnLine = (bytes: Buffer, start: number, end: number) => boolean;

/** Cuts a stream of chunks into lines, holding back at most one line. */
export class LineSplitter {
  readonly #onLine: OnLine;
  #held: Buffer = Buffer.alloc(0);
  #heldBytes = 0;
  /** Set when a line grew past the limit; nothing more is taken then. */
  overlong = false;

  constructor(onLine: OnLine) {
    this.#onLine = onLine;
  }

  /** Bytes behind the last newline so far. */
  get unfinishedBytes(): number {
    return this.#heldBytes;
  }

  /** Takes the next chunk. Returns false when `onLine` stopped or a line is too long. */
  push(chunk: Uint8Array): boolean {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) return this.#hold(bytes, start, bytes.length);
      if (this.#heldBytes === 0) {
        if (!this.#emit(bytes, start, end)) return false;
      } else {
        if (!this.#hold(bytes, start, end)) return false;
        const length = this.#heldBytes;
        this.#heldBytes = 0;
        if (!this.#emit(this.#held, 0, length)) return false;
      }
      start = end + 1;
    }
  }

  #emit(bytes: Buffer, start: number, end: number): boolean {
    this.overlong = end - start > LIMITS.lineBytes;
    return !this.overlong && this.#onLine(bytes, start, end);
  }

  #hold(bytes: Buffer, start: number, end: number): boolean {
    const length = this.#heldBytes + end - start;
    this.overlong = length > LIMITS.lineBytes;
    if (this.overlong) return false;
    if (length > this.#held.length) {
      const grown = Buffer.alloc(Math.min(LIMITS.lineBytes, Math.max(4096, 2 * length)));
      this.#held.copy(grown, 0, 0, this.#heldBytes);
      this.#held = grown;
    }
    bytes.copy(this.#held, this.#heldBytes, start, end);
    this.#heldBytes = length;
    return true;
  }
}
