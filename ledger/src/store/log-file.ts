import { fstatSync, writeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { ledgerError } from '../diagnostic.js';
import { systemCode } from '../files/system-error.js';
import { LIMITS } from '../limits.js';

/** What a log file needs of an open file; a test can put a failing disk behind it. */
export interface LogHandle extends Pick<FileHandle, 'truncate' | 'datasync' | 'close'> {
  /** Appends up to `length` bytes from `offset`, and says how many. */
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: null,
  ): Promise<{ readonly bytesWritten: number }>;
  /** At once: it reads what the kernel has in memory, and a turn of the loop would cost more. */
  stat(): { readonly size: number; readonly nlink: number };
}

export function logHandleOf(handle: FileHandle): LogHandle {
  return {
    async write(bytes, offset, length, position) {
      if (length > LIMITS.writeAtOnceBytes) return handle.write(bytes, offset, length, position);
      return { bytesWritten: writeSync(handle.fd, bytes, offset, length, position) };
    },
    stat: () => fstatSync(handle.fd),
    truncate: (size) => handle.truncate(size),
    datasync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

/**
 * The growing file, which always ends with a whole batch. A batch that fails is taken back; if that
 * fails too, or somebody else changed the file, nothing more is written.
 */
export class LogFile {
  readonly #handle: LogHandle;
  readonly #path: string;
  #size: number;
  #usable = true;

  /** `handle` is open for appending, `size` is what the file holds. */
  constructor(handle: LogHandle, path: string, size: number) {
    this.#handle = handle;
    this.#path = path;
    this.#size = size;
  }

  /** Bytes of the file: the end of the last whole batch. */
  get size(): number {
    return this.#size;
  }

  /** Whether more can be written after a failure. */
  get usable(): boolean {
    return this.#usable;
  }

  /**
   * Adds a batch, and syncs it if it has to outlast a power failure. Throws `write-failed` (the file
   * is as before, try again later), `broken` or `changed-underneath` (never again).
   */
  async append(batch: Uint8Array, durable: boolean): Promise<void> {
    this.#expectSize(this.#size);
    await this.#write(batch);
    this.#expectSize(this.#size + batch.length);
    if (durable) await this.#sync(this.#size);
    this.#size += batch.length;
  }

  /** Makes what was appended outlast a power failure. Throws `broken`. */
  async sync(): Promise<void> {
    await this.#sync(this.#size);
  }

  async close(): Promise<void> {
    this.#usable = false;
    await this.#handle.close();
  }

  async #write(batch: Uint8Array): Promise<void> {
    let written = 0;
    try {
      while (written < batch.length) {
        const left = batch.length - written;
        const { bytesWritten } = await this.#handle.write(batch, written, left, null);
        // A full disk takes a part first and says ENOSPC next time.
        if (bytesWritten === 0) throw new Error('the disk took no bytes');
        written += bytesWritten;
      }
    } catch (error) {
      this.#expectSize(this.#size + written);
      await this.#takeBack(error, this.#size);
      throw ledgerError('write-failed', { cause: systemCode(error) }, error);
    }
  }

  async #sync(sizeAfterFailure: number): Promise<void> {
    try {
      await this.#handle.datasync();
    } catch (error) {
      // After a failed sync the kernel may have dropped the pages and forgotten the error (Linux
      // marks them clean): what is on the disk is unknown, so there is no trying again.
      await this.#takeBack(error, sizeAfterFailure);
      this.#usable = false;
      throw this.#broken('the disk could not confirm a write', error);
    }
  }

  async #takeBack(cause: unknown, size: number): Promise<void> {
    try {
      await this.#handle.truncate(size);
    } catch (error) {
      this.#usable = false;
      throw this.#broken(
        'a failed write could not be taken back',
        new AggregateError([cause, error]),
      );
    }
  }

  /** Nobody else may write: a foreign byte is evidence and is left where it is. */
  #expectSize(expected: number): void {
    const { size, nlink } = this.#handle.stat();
    if (nlink > 0 && size === expected) return;
    this.#usable = false;
    const why = nlink === 0 ? 'it was removed' : `it has ${size} bytes, not ${expected}`;
    throw ledgerError('changed-underneath', { path: this.#path, why });
  }

  #broken(why: string, cause: unknown): Error {
    return ledgerError('broken', { why: `${why} (${systemCode(cause)})` }, cause);
  }
}
