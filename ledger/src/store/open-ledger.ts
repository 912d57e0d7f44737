import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ledgerError } from '../diagnostic.js';
import type { Tip } from '../entry/chain.js';
import { isRunId, RECOVER } from '../entry/entry.js';
import { acquireLock, type Lock } from '../files/lock.js';
import { syncDirectory } from '../files/private-file.js';
import { ensurePrivateDirectory, openPrivateFile } from '../files/safe-path.js';
import { readWitnesses } from '../files/witnesses.js';
import { LEDGER_FILES } from '../layout.js';
import type { Signer, TrustedKey } from '../note/key.js';
import type { ChainCheck } from '../verify/chain-check.js';
import type { VerifyOptions } from '../verify/verify.js';
import { writeHead } from './head-file.js';
import type { FsyncPolicy, Ledger } from './ledger.js';
import { LogFile, logHandleOf } from './log-file.js';
import { type Recovery, recoverLog } from './recover.js';
import { Writer } from './writer.js';

/** How a ledger is opened for writing. */
export interface OpenOptions {
  /** The directory of this run's record; made with mode 0700 if it is not there. */
  readonly dir: string;
  readonly run: string;
  /** What time it is; `new Date()` if not given. */
  readonly clock?: () => Date;
  /** When an entry counts as recorded; `batch` if not given. */
  readonly fsync?: FsyncPolicy;
  /** Signs the checkpoints; without it there are none. See `openUserKey`. */
  readonly signer?: Signer;
  /** Public keys that may have signed so far; the signer's own if not given. */
  readonly keys?: readonly TrustedKey[];
  /** Where the log must end: what the last writer's `close({handOver: true})` returned. */
  readonly expect?: Tip;
}

/**
 * Opens the ledger in `dir` for writing, new or where it was left. A log that is there is verified
 * first. What a dead writer left is recovered and recorded: a torn last line is moved to a file
 * beside the log, and a `ledger-recover` entry says so (`Ledger.recovery`).
 *
 * Rejects with `bad-run`, `unsafe-path`, `locked`, `lock-unclear`, `damaged`, `sealed`,
 * `unexpected-head`, `head-not-written`.
 */
export async function openLedger(options: OpenOptions): Promise<Ledger> {
  const { dir, run } = options;
  if (!isRunId(run)) throw ledgerError('bad-run', { run });
  ensurePrivateDirectory(dir);
  const lock = acquireLock(join(dir, LEDGER_FILES.lock));
  let handle: FileHandle | undefined;
  try {
    handle = await openLog(dir);
    return await continueLog(handle, lock, options);
  } catch (error) {
    await handle?.close();
    lock.release();
    throw error;
  }
}

async function openLog(dir: string): Promise<FileHandle> {
  const path = join(dir, LEDGER_FILES.log);
  const flags = constants.O_RDWR | constants.O_APPEND;
  const there = await openPrivateFile(path, flags);
  if (there !== undefined) return there;
  const created = await openPrivateFile(path, flags | constants.O_CREAT | constants.O_EXCL);
  if (created === undefined) throw ledgerError('unsafe-path', { path, why: 'it cannot be made' });
  return created;
}

async function continueLog(handle: FileHandle, lock: Lock, options: OpenOptions): Promise<Ledger> {
  const { dir, run, expect, signer } = options;
  const witnesses = await expectedWitnesses(handle, options);
  const { chain, recovery } = await recoverLog(handle, dir, witnesses);
  const tip: Tip = { entries: chain.entries, hash: chain.hash };
  if (chain.sealed) {
    await finishClosing(chain, recovery, options);
    throw ledgerError('sealed', { run, entries: tip.entries });
  }
  if (expect !== undefined && (expect.entries !== tip.entries || expect.hash !== tip.hash)) {
    throw ledgerError('unexpected-head', tip);
  }
  const wasLeft = recovery.tornBytes > 0 || recovery.beyondHead > 0;
  const writer = new Writer({
    run,
    dir,
    log: new LogFile(logHandleOf(handle), join(dir, LEDGER_FILES.log), chain.bytes),
    lock,
    tip,
    frontier: chain.frontier,
    fsync: options.fsync ?? 'batch',
    clock: options.clock ?? (() => new Date()),
    ...(signer === undefined ? {} : { signer }),
    ...(wasLeft ? { recovery } : {}),
  });
  try {
    if (wasLeft) await recordRecovery(writer, recovery);
    await writer.writeHead();
    if (options.fsync !== 'never') await syncDirectory(dir);
    return writer;
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

/**
 * A writer that dies between seal and head leaves one entry uncovered, and that is the seal: it wrote
 * the head for all the others first. More than one is not the work of a writer.
 */
async function finishClosing(
  chain: ChainCheck,
  { beyondHead }: Recovery,
  { dir, run, signer, fsync }: OpenOptions,
): Promise<void> {
  if (beyondHead === 0) return;
  if (beyondHead > 1) {
    throw ledgerError('damaged', { why: `${beyondHead} entries to the seal are not covered` });
  }
  const { entries, hash, bytes } = chain;
  const state = { run, entries, hash, bytes, root: chain.frontier.root() };
  await writeHead(dir, state, signer, fsync !== 'never');
}

async function recordRecovery(writer: Writer, recovery: Recovery): Promise<void> {
  const { tornBytes, tornFile, beyondHead } = recovery;
  await writer.appendOwn(RECOVER, {
    torn_bytes: tornBytes,
    ...(tornFile === undefined ? {} : { torn_file: tornFile }),
    beyond_head: beyondHead,
  });
  await writer.flush();
}

/** What the log is held against. Only a log without a byte may lack what should vouch for it. */
async function expectedWitnesses(handle: FileHandle, options: OpenOptions): Promise<VerifyOptions> {
  const { dir, run, signer } = options;
  const { head, checkpoint } = await readWitnesses(dir);
  const { size } = await handle.stat();
  const keys = options.keys ?? (signer === undefined ? undefined : [signer]);
  return {
    run,
    ...(head === undefined && size === 0 ? {} : { head: head ?? null }),
    ...(keys === undefined || (checkpoint === undefined && size === 0)
      ? {}
      : { keys, checkpoint: checkpoint ?? null }),
  };
}
