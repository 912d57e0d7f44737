import { LedgerError, ledgerError } from '../diagnostic.js';
import { Chain, type Tip } from '../entry/chain.js';
import { type Entry, type Fields, GAP, OWN_KIND_PREFIX, SEAL } from '../entry/entry.js';
import type { Lock } from '../files/lock.js';
import { LIMITS } from '../limits.js';
import type { Frontier } from '../merkle/frontier.js';
import { entryLeafHash } from '../merkle/hash.js';
import type { Signer } from '../note/key.js';
import { HeadKeeper } from './head-keeper.js';
import type { FsyncPolicy, Ledger, LedgerState } from './ledger.js';
import type { LogFile } from './log-file.js';
import { type Pending, Queue } from './queue.js';
import type { Recovery } from './recover.js';

/** What a writer is made of: an open, checked log and the state it is in. */
export interface WriterParts {
  readonly run: string;
  readonly dir: string;
  readonly log: LogFile;
  readonly lock: Lock;
  /** The end of the log and the Merkle tree of its entries. */
  readonly tip: Tip;
  readonly frontier: Frontier;
  readonly fsync: FsyncPolicy;
  readonly clock: () => Date;
  readonly signer?: Signer;
  readonly recovery?: Recovery;
}

/**
 * The one writer of a log. Entries are chained when they are appended, written in batches, and count
 * only when their batch is in the log; if it fails, everything chained behind it goes with it.
 */
export class Writer implements Ledger {
  readonly run: string;
  readonly dir: string;
  readonly recovery?: Recovery;
  readonly #parts: WriterParts;
  readonly #chain: Chain;
  readonly #heads: HeadKeeper;
  readonly #queue = new Queue();
  /** The end of what is in the log, where #chain runs ahead. */
  #recorded: Tip;
  #drained: Promise<void> = Promise.resolve();
  #draining = false;
  /** The last head that was begun by itself. */
  #heading: Promise<void> = Promise.resolve();
  #closed: Promise<Tip> | undefined;
  #broken: LedgerError | undefined;
  #refused = 0;
  /** Of those, the ones no gap entry speaks of yet. */
  #unreported = 0;
  #waitingForRoom: (() => void)[] = [];

  constructor(parts: WriterParts) {
    this.run = parts.run;
    this.dir = parts.dir;
    if (parts.recovery !== undefined) this.recovery = parts.recovery;
    this.#parts = parts;
    this.#chain = new Chain(parts.run, parts.tip);
    this.#recorded = parts.tip;
    const durable = parts.fsync !== 'never';
    this.#heads = new HeadKeeper(parts.dir, parts.signer, durable, () => this.#kick());
  }

  append(kind: string, fields: Fields): Promise<Entry> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) throw ledgerError('closed', { run: this.run });
      if (kind.startsWith(OWN_KIND_PREFIX)) throw ledgerError('bad-kind', { kind });
      this.#reportGap();
      this.#enqueue(kind, fields, 0, resolve, reject);
    });
  }

  /** As `append`, for the ledger's own kinds. */
  appendOwn(kind: string, fields: Fields): Promise<Entry> {
    return new Promise((resolve, reject) => this.#enqueue(kind, fields, 0, resolve, reject));
  }

  /** Writes head and checkpoint now. Rejects with `head-not-written` or `broken`. */
  async writeHead(): Promise<void> {
    const { log, frontier, fsync } = this.#parts;
    this.#heads.stop(); // or its bell could start a second one while this one waits
    if (fsync === 'interval') await log.sync();
    const root = frontier.root();
    await this.#heads.write({ ...this.#recorded, run: this.run, root, bytes: log.size });
  }

  room(): Promise<void> {
    if (this.#queue.bytes < LIMITS.pendingLowBytes) return Promise.resolve();
    return new Promise((resolve) => this.#waitingForRoom.push(resolve));
  }

  async flush(): Promise<void> {
    while (this.#draining || !this.#queue.isEmpty) await this.#drained;
    await this.#heading;
  }

  state(): LedgerState {
    const { failure } = this.#heads;
    return {
      ...this.#recorded,
      pendingBytes: this.#queue.bytes,
      refused: this.#refused,
      ...(failure === undefined ? {} : { headFailure: failure }),
      ...(this.#broken === undefined ? {} : { broken: this.#broken }),
    };
  }

  close(options: { readonly handOver?: boolean } = {}): Promise<Tip> {
    this.#closed ??= this.#close(options.handOver ?? false);
    return this.#closed;
  }

  /** Touches nothing from here on; whoever opened log and lock closes them. */
  abandon(): void {
    this.#closed ??= Promise.resolve(this.#recorded);
    this.#heads.stop();
  }

  async #close(handOver: boolean): Promise<Tip> {
    try {
      await this.flush();
      this.#reportGap();
      await this.#finish();
      if (handOver) return this.#recorded;
      // The head covers all but the seal now: if this process dies before the head below, the next
      // one can tell that from entries somebody added.
      await this.appendOwn(SEAL, {});
      await this.#finish();
      return this.#recorded;
    } finally {
      await this.flush();
      this.#heads.stop();
      await this.#parts.log.close();
      this.#parts.lock.release();
    }
  }

  async #finish(): Promise<void> {
    await this.flush();
    if (this.#broken !== undefined) throw this.#broken;
    await this.writeHead();
  }

  /** Puts the number of refused entries on the record, ahead of the next entry. */
  #reportGap(): void {
    const refused = this.#unreported;
    if (refused === 0 || this.#broken !== undefined || this.#isFull) return;
    const settled = () => {};
    this.#enqueue(GAP, { refused }, refused, settled, settled);
    this.#unreported = 0;
  }

  #enqueue(
    kind: string,
    fields: Fields,
    gap: number,
    resolve: Pending['resolve'],
    reject: Pending['reject'],
  ): void {
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#isFull) {
      this.#countRefused(1, 0);
      const pending = this.#queue.bytes;
      throw ledgerError('queue-full', { pending, limit: LIMITS.pendingBytes });
    }
    const link = this.#chain.next(kind, fields, this.#parts.clock());
    this.#queue.push({ link, gap, resolve, reject });
    this.#kick();
  }

  get #isFull(): boolean {
    return this.#queue.bytes > LIMITS.pendingBytes;
  }

  #kick(): void {
    if (this.#draining) return;
    this.#draining = true;
    this.#drained = this.#drain();
  }

  async #drain(): Promise<void> {
    // What is appended in the same turn goes into one batch.
    await Promise.resolve();
    while (!this.#queue.isEmpty || this.#heads.isDue) {
      if (!this.#queue.isEmpty) await this.#writeBatch();
      if (this.#heads.isDue) await this.#beginHead();
    }
    this.#draining = false;
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#queue.take(LIMITS.batchBytes);
    const bytes = Buffer.concat(batch.map(({ link }) => link.line));
    try {
      await this.#parts.log.append(bytes, this.#parts.fsync === 'batch');
    } catch (error) {
      this.#refuse([...batch, ...this.#queue.takeAll()], asLedgerError(error));
      return;
    }
    for (const { link } of batch) this.#parts.frontier.add(entryLeafHash(link.entry.hash));
    const last = batch.at(-1)?.link.entry;
    if (last !== undefined) this.#recorded = { entries: last.seq + 1, hash: last.hash };
    this.#heads.added(batch.length);
    this.#queue.settle(batch);
    for (const { link, resolve } of batch) resolve(link.entry);
    this.#letIn();
  }

  /** What did not get into the log, and all that was chained behind it, never happened. */
  #refuse(entries: readonly Pending[], error: LedgerError): void {
    this.#chain.rewind(this.#recorded);
    if (!this.#parts.log.usable) this.#break(error);
    for (const { gap, reject } of entries) {
      this.#countRefused(gap === 0 ? 1 : 0, gap);
      reject(error);
    }
    this.#queue.settle(entries);
    this.#letIn();
  }

  /** A head is several waits for the disk, and entries need not wait with it: it states what is there. */
  async #beginHead(): Promise<void> {
    await this.#heading;
    this.#heading = this.#tryHead();
    // Here the log is synced first, and that must not meet a batch.
    if (this.#parts.fsync === 'interval') await this.#heading;
  }

  async #tryHead(): Promise<void> {
    try {
      await this.writeHead();
    } catch (error) {
      const failure = asLedgerError(error);
      this.#heads.failure = failure;
      if (!this.#parts.log.usable) this.#break(failure);
    }
  }

  #break(error: LedgerError): void {
    this.#broken =
      error.code === 'broken' ? error : ledgerError('broken', { why: error.message }, error);
  }

  #countRefused(entries: number, gap: number): void {
    this.#refused += entries;
    this.#unreported += entries + gap;
  }

  #letIn(): void {
    if (this.#queue.bytes >= LIMITS.pendingLowBytes) return;
    const waiting = this.#waitingForRoom;
    this.#waitingForRoom = [];
    for (const resolve of waiting) resolve();
  }
}

function asLedgerError(error: unknown): LedgerError {
  return error instanceof LedgerError
    ? error
    : ledgerError('broken', { why: error instanceof Error ? error.message : String(error) }, error);
}
