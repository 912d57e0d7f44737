import type { Integrity } from '@rein/contract/api';
import { LedgerError, loadTrustedKeys, verifyLedger } from '@rein/ledger';

/** Verifies the record in `folder` from its bytes, against the keys of the state directory. */
export async function verifyRun(state: string, folder: string, run: string): Promise<Integrity> {
  try {
    const keys = await loadTrustedKeys(state);
    const verdict = await verifyLedger(folder, { run, keys });
    if (!verdict.ok) {
      const { id, message, help, seq } = verdict.finding;
      const finding = { id, message, help, ...(seq === undefined ? {} : { seq }) };
      return { run_id: run, ok: false, finding };
    }
    const { entries, hash, root, sealed, signed } = verdict;
    return {
      ...{ run_id: run, ok: true, entries, head: hash, root, sealed },
      ...(signed === undefined ? {} : { signed }),
    };
  } catch (error) {
    // A record that cannot even be opened does not verify: it is no fault of the request.
    if (!(error instanceof LedgerError)) throw error;
    const { id, message, help } = error;
    return { run_id: run, ok: false, finding: { id, message, help } };
  }
}
