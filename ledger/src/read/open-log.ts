import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ledgerError } from '../diagnostic.js';
import { openPrivateFile } from '../files/safe-path.js';
import { LEDGER_FILES } from '../layout.js';

/** Opens the log in `dir` for reading. Rejects with `no-ledger`, `unsafe-path`. */
export async function openLogForReading(dir: string): Promise<FileHandle> {
  const log = await openPrivateFile(join(dir, LEDGER_FILES.log), constants.O_RDONLY);
  if (log === undefined) throw ledgerError('no-ledger', { dir });
  return log;
}
