import type { LedgerError } from '../diagnostic.js';
import type { Tip } from '../entry/chain.js';
import type { Entry, Fields } from '../entry/entry.js';
import type { Recovery } from './recover.js';

/**
 * When an entry counts as recorded. `batch`: when its bytes outlast a power failure; entries that
 * wait together share one sync. `interval`: when the kernel has them; synced with each head, about
 * once a second. `never`: when the kernel has them; a power failure may lose the last half minute.
 * A killed writer loses nothing it acknowledged in any of the three.
 */
export type FsyncPolicy = 'batch' | 'interval' | 'never';

/** How a ledger stands at this moment. */
export interface LedgerState extends Tip {
  /** Bytes of entries that were accepted and are not written yet. */
  readonly pendingBytes: number;
  /** Entries refused because the disk or the queue was full, since the ledger was opened. */
  readonly refused: number;
  /** Why the head is behind, if the last attempt to write it failed. */
  readonly headFailure?: LedgerError;
  /** Why nothing more can be recorded, if so. */
  readonly broken?: LedgerError;
}

/** The record of one run, open for writing. There is one writer at a time. */
export interface Ledger {
  readonly run: string;
  readonly dir: string;
  /** What the last writer left undone, if it died. It is on the record too. */
  readonly recovery?: Recovery;

  /**
   * Records an entry. Its place is fixed by the order of the calls; the promise settles when it is
   * recorded (see `FsyncPolicy`) or is certain not to be. Rejects with `reserved-field`, `bad-kind`,
   * `entry-too-long` or a code of `canonicalize` (the caller's fault), `queue-full` or `write-failed`
   * (counted, and recorded as a gap as soon as that is possible), `broken`, `changed-underneath` or
   * `closed`.
   */
  append(kind: string, fields: Fields): Promise<Entry>;

  /** Resolves when few enough bytes are pending that a burst will not be refused. */
  room(): Promise<void>;

  /** Resolves when everything appended so far has settled. */
  flush(): Promise<void>;

  state(): LedgerState;

  /**
   * Writes what is pending, seals the record, writes head and checkpoint and gives up the lock. With
   * `handOver` the record is not sealed, and another process can go on from the tip that is returned
   * (`expect` of `openLedger`). Rejects with `write-failed`, `broken`, `changed-underneath` or
   * `head-not-written`; the lock is given up all the same.
   */
  close(options?: { readonly handOver?: boolean }): Promise<Tip>;
}
