import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bundle } from '@rein/contract/api';
import { LEDGER_FILES, loadTrustedKeys } from '@rein/ledger';
import { codeOf, fault } from '../fault.js';
import { LIMITS } from '../limits.js';

/**
 * Everything that is needed to verify the record of a run elsewhere: its bytes, what it is held
 * against, and the public keys. A verifier should have the keys from somewhere else.
 */
export async function bundleRun(state: string, folder: string, run: string): Promise<Bundle> {
  // Head and checkpoint first: they must not know of more than the log that is read after them.
  const head = await readText(join(folder, LEDGER_FILES.head));
  const checkpoint = await readText(join(folder, LEDGER_FILES.checkpoint));
  const log = await readText(join(folder, LEDGER_FILES.log));
  const policy = await readText(join(folder, 'policy.yaml'));
  const keys = await loadTrustedKeys(state);
  return {
    format: 'rein-bundle/1',
    run_id: run,
    log: log ?? '',
    ...(head === undefined ? {} : { head }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(policy === undefined ? {} : { policy }),
    keys: keys.map(({ publicKey, retired }) => ({
      public: Buffer.from(publicKey).toString('base64'),
      ...(retired === undefined ? {} : { retired }),
    })),
  };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size } = await handle.stat();
      if (size > LIMITS.bundleBytes) throw fault('bundle-too-large', { limit: LIMITS.bundleBytes });
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
