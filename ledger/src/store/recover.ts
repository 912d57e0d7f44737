import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type LedgerError, ledgerError } from '../diagnostic.js';
import { syncDirectory } from '../files/private-file.js';
import { readChunks } from '../files/read-chunks.js';
import { systemCode } from '../files/system-error.js';
import { LEDGER_FILES } from '../layout.js';
import { LIMITS } from '../limits.js';
import type { ChainCheck } from '../verify/chain-check.js';
import { createVerifier, type VerifyOptions } from '../verify/verify.js';

/** What was found when a ledger was opened whose writer had not closed it. */
export interface Recovery {
  /** Bytes of an entry that was never finished, so never acknowledged. */
  readonly tornBytes: number;
  /** The file beside the log to which they were moved. */
  readonly tornFile?: string;
  /** Whole entries not covered yet by both head and checkpoint: they fit the chain, and that is all. */
  readonly beyondHead: number;
}

/** A log that can be continued. */
export interface Continuation {
  readonly chain: ChainCheck;
  readonly recovery: Recovery;
}

/**
 * Checks a log from its first byte against head and checkpoint, and sets a torn last line aside.
 * Throws `damaged` when the entries are not in order, or not the ones head and checkpoint know: to
 * go on, and to sign what follows, would vouch for a forgery.
 */
export async function recoverLog(
  log: FileHandle,
  dir: string,
  witnesses: VerifyOptions,
): Promise<Continuation> {
  const verifier = createVerifier({ ...witnesses, live: true });
  for await (const chunk of readChunks(log)) if (!verifier.push(chunk)) break;
  const result = verifier.finish();
  if (!result.ok) throw damaged(`${result.finding.message} (${result.finding.id})`);
  const { chain } = verifier;
  const tornBytes = result.unfinishedBytes;
  const attested = result.attested ?? 0;
  const beyondHead = result.entries - Math.min(attested, result.signed ?? attested);
  if (tornBytes === 0) return { chain, recovery: { tornBytes, beyondHead } };
  if (chain.sealed) throw damaged('bytes stand behind the seal');
  const tornFile = await setTornAside(log, dir, result.bytes, tornBytes);
  return { chain, recovery: { tornBytes, tornFile, beyondHead } };
}

function damaged(why: string): LedgerError {
  return ledgerError('damaged', { why });
}

async function setTornAside(
  log: FileHandle,
  dir: string,
  offset: number,
  length: number,
): Promise<string> {
  const bytes = Buffer.alloc(length);
  await log.read(bytes, 0, length, offset);
  const name = await writeTorn(dir, offset, bytes);
  await syncDirectory(dir);
  // Only when the piece is safe does it leave the log.
  await log.truncate(offset);
  await log.datasync();
  return name;
}

async function writeTorn(dir: string, offset: number, bytes: Buffer): Promise<string> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  for (let copy = 0; copy < LIMITS.tornFiles; copy++) {
    const name = `${LEDGER_FILES.tornPrefix}${offset}${copy === 0 ? '' : `-${copy}`}`;
    let file: FileHandle;
    try {
      file = await open(join(dir, name), flags, 0o600);
    } catch (error) {
      if (systemCode(error) === 'EEXIST') continue;
      throw ledgerError(
        'damaged',
        { why: `no torn file can be made (${systemCode(error)})` },
        error,
      );
    }
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    return name;
  }
  throw ledgerError('damaged', { why: `there are ${LIMITS.tornFiles} torn files already` });
}
