import { type Ledger, LedgerError, loadTrustedKeys, openLedger, openUserKey } from '@rein/ledger';

/**
 * Opens a record of this state directory for writing, new or where somebody else left it. What stands
 * there may be signed with a key that was retired meanwhile: every key of the set is good for it, and
 * the one in use signs what follows.
 */
export async function openRecord(state: string, dir: string, run: string): Promise<Ledger> {
  const signer = await openUserKey(state);
  return openLedger({ dir, run, signer, keys: await loadTrustedKeys(state) });
}

/** Whether a record was not opened because it is closed for good. */
export function isSealed(error: unknown): boolean {
  return error instanceof LedgerError && error.code === 'sealed';
}
