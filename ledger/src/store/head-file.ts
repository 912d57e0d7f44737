import { join } from 'node:path';
import { ledgerError } from '../diagnostic.js';
import type { Tip } from '../entry/chain.js';
import { FORMAT_VERSION } from '../entry/entry.js';
import { replacePrivateFile } from '../files/private-file.js';
import { systemCode } from '../files/system-error.js';
import { encodeHead } from '../head.js';
import { LEDGER_FILES } from '../layout.js';
import type { Digest } from '../merkle/hash.js';
import { checkpointOrigin, signCheckpoint } from '../note/checkpoint.js';
import type { Signer } from '../note/key.js';

/** The state of a log that its head and checkpoint state. */
export interface HeadState extends Tip {
  readonly run: string;
  readonly root: Digest;
  readonly bytes: number;
}

/**
 * Writes head and checkpoint of the log in `dir`, in this order, each in one step. What they state
 * must be on the disk already, so that they never know more than the log. Throws `head-not-written`.
 */
export async function writeHead(
  dir: string,
  state: HeadState,
  signer: Signer | undefined,
  durable: boolean,
): Promise<void> {
  const { run, entries, hash, root, bytes } = state;
  try {
    const head = encodeHead({ v: FORMAT_VERSION, run, entries, hash, root, bytes });
    await replacePrivateFile(join(dir, LEDGER_FILES.head), head, durable);
    if (signer === undefined) return;
    const checkpoint = { origin: checkpointOrigin(run), size: entries, root };
    const note = signCheckpoint(checkpoint, [signer]);
    await replacePrivateFile(join(dir, LEDGER_FILES.checkpoint), note, durable);
  } catch (error) {
    throw ledgerError('head-not-written', { cause: systemCode(error) }, error);
  }
}
