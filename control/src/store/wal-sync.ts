import { type FileHandle, open } from 'node:fs/promises';
import { fault, reasonOf } from '../fault.js';

/** Brings the write-ahead log to the disk, beside the thread. */
export interface WalSync {
  /** Throws `store-failed`. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * For the log of the database at `path`. It is one file for as long as a connection is open, and SQLite
 * holds no lock on it that closing another descriptor would drop.
 */
export function createWalSync(path: string): WalSync {
  let opening: Promise<FileHandle> | undefined;
  return {
    async sync() {
      try {
        opening ??= open(`${path}-wal`, 'r');
        await (await opening).datasync();
      } catch (error) {
        throw fault('store-failed', { why: reasonOf(error) }, error);
      }
    },
    async close() {
      await (await opening)?.close();
    },
  };
}
