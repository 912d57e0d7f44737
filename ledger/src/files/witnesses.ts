import { join } from 'node:path';
import { LEDGER_FILES } from '../layout.js';
import { LIMITS } from '../limits.js';
import { readPrivateFile } from './private-file.js';

/** The files that say what a log should amount to; nothing for one that is not there. */
export interface Witnesses {
  readonly head?: Buffer;
  readonly checkpoint?: Buffer;
}

/**
 * Reads head and checkpoint of the ledger in `dir`. They must be read before the log: a live writer
 * writes the log first, so they never know more than a log that is read later. Throws `unsafe-path`.
 */
export async function readWitnesses(dir: string): Promise<Witnesses> {
  const head = await readPrivateFile(join(dir, LEDGER_FILES.head), LIMITS.headBytes);
  const path = join(dir, LEDGER_FILES.checkpoint);
  const checkpoint = await readPrivateFile(path, LIMITS.noteBytes);
  return {
    ...(head === undefined ? {} : { head }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
  };
}
