import type { LedgerError } from '../diagnostic.js';
import { LIMITS } from '../limits.js';
import type { Signer } from '../note/key.js';
import { type HeadState, writeHead } from './head-file.js';

/** Knows when head and checkpoint are behind the log, and writes them. */
export class HeadKeeper {
  readonly #dir: string;
  readonly #signer: Signer | undefined;
  readonly #durable: boolean;
  readonly #onDue: () => void;
  #behind = 0;
  #writtenAtMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  /** Why the last attempt failed; the next one clears it. */
  failure: LedgerError | undefined;

  /** `onDue` is called when the head has been behind for a while. */
  constructor(dir: string, signer: Signer | undefined, durable: boolean, onDue: () => void) {
    this.#dir = dir;
    this.#signer = signer;
    this.#durable = durable;
    this.#onDue = onDue;
  }

  /** Takes note of entries that were added to the log. */
  added(entries: number): void {
    this.#behind += entries;
    // A process that has nothing else to do need not stay for the head: close() writes it anyway.
    this.#timer ??= setTimeout(() => this.#ring(), LIMITS.headEveryMs).unref();
  }

  get isDue(): boolean {
    if (this.#behind === 0) return false;
    const ageMs = performance.now() - this.#writtenAtMs;
    return this.#behind >= LIMITS.headEveryEntries || ageMs >= LIMITS.headEveryMs;
  }

  /** Writes both; rejects with `head-not-written`, and tries no sooner than after another interval. */
  async write(state: HeadState): Promise<void> {
    this.stop();
    this.#writtenAtMs = performance.now();
    const behind = this.#behind;
    this.#behind = 0;
    this.failure = undefined;
    try {
      await writeHead(this.#dir, state, this.#signer, this.#durable);
    } catch (error) {
      this.added(behind);
      throw error;
    }
  }

  /** Rings no more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #ring(): void {
    this.#timer = undefined;
    this.#onDue();
  }
}
