import { POLICY_COPY } from '@rein/enforce';
import { type Export, exportBundle, LedgerError, loadTrustedKeys } from '@rein/ledger';
import { fault } from '../fault.js';

/**
 * Everything that is needed to verify the record of a run elsewhere, as docs/reference/ledger-format.md
 * has it, in pieces. Throws `record-not-exported` when the record does not verify.
 */
export async function bundleRun(state: string, folder: string, run: string): Promise<Export> {
  try {
    const keys = await loadTrustedKeys(state);
    return await exportBundle(folder, { run, keys, policyFile: POLICY_COPY });
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw fault('record-not-exported', { run, why: error.message }, error);
  }
}
