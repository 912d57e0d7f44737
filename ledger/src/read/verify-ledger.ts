import { join } from 'node:path';
import { lockOwner } from '../files/lock.js';
import { readChunks } from '../files/read-chunks.js';
import { readWitnesses } from '../files/witnesses.js';
import { LEDGER_FILES } from '../layout.js';
import type { TrustedKey } from '../note/key.js';
import type { VerifyResult } from '../verify/result.js';
import { verify } from '../verify/verify.js';
import { openLogForReading } from './open-log.js';

/** What a ledger on disk is held against. */
export interface VerifyLedgerOptions {
  readonly run?: string;
  /** Without keys no signature is looked at; with keys there must be a checkpoint. */
  readonly keys?: readonly TrustedKey[];
  /** A checkpoint that was kept from before; see `VerifyOptions.kept`. */
  readonly kept?: Uint8Array;
}

/** A verdict on a ledger on disk, and whether its writer is still at work. */
export type LedgerVerdict = VerifyResult & {
  /** True while a process writes: then the newest entries need not be covered yet. */
  readonly live: boolean;
};

/**
 * Verifies the ledger in `dir` against its own head and, if keys are given, its checkpoint. Memory is
 * constant. Rejects with `no-ledger`, `unsafe-path`, `lock-unclear`.
 */
export async function verifyLedger(
  dir: string,
  options: VerifyLedgerOptions = {},
): Promise<LedgerVerdict> {
  const live = hasWriter(dir);
  const verdict = await verifyAs(live, dir, options);
  // A writer that started in between leaves what only a live log may have.
  return verdict.ok || live || !hasWriter(dir) ? verdict : await verifyAs(true, dir, options);
}

async function verifyAs(
  live: boolean,
  dir: string,
  options: VerifyLedgerOptions,
): Promise<LedgerVerdict> {
  const { head, checkpoint } = await readWitnesses(dir);
  const log = await openLogForReading(dir);
  try {
    // A writer that has only just made the log has not had the time to write the others.
    const isNew = live && head === undefined && (await log.stat()).size === 0;
    const { run } = options;
    const witnesses = isNew
      ? { ...(run === undefined ? {} : { run }) }
      : { ...options, head: head ?? null, checkpoint: checkpoint ?? null };
    const result = await verify(readChunks(log), { ...witnesses, live });
    return { ...result, live };
  } finally {
    await log.close();
  }
}

/** Whether a live process has the ledger in `dir` open for writing. Throws `lock-unclear`. */
export function hasWriter(dir: string): boolean {
  const owner = lockOwner(join(dir, LEDGER_FILES.lock));
  // A writer this process cannot see is taken not to be there: that is the stricter check.
  return owner === 'alive';
}
