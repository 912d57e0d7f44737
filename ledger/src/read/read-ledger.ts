import { ledgerError } from '../diagnostic.js';
import type { Entry } from '../entry/entry.js';
import { parseEntry } from '../entry/parse.js';
import { readChunks } from '../files/read-chunks.js';
import { ChainCheck } from '../verify/chain-check.js';
import { openLogForReading } from './open-log.js';

/**
 * The entries of the ledger in `dir`, in order, each checked to have its hash and to continue the one
 * before; `run` is what the log must be of, if given. A writer may be at work: what it has not
 * finished is left out. Head and checkpoint are not looked at; `verifyLedger` does that.
 *
 * Throws `damaged` at the first bad entry, after the good ones, and `no-ledger` or `unsafe-path`.
 */
export async function* readLedger(dir: string, run?: string): AsyncGenerator<Entry, void> {
  const log = await openLogForReading(dir);
  try {
    let entries: Entry[] = [];
    const chain = new ChainCheck(run, (_, bytes, start, end) => {
      const entry = parseEntry(bytes.subarray(start, end));
      if (entry !== undefined) entries.push(entry);
      return undefined;
    });
    for await (const chunk of readChunks(log)) {
      const more = chain.push(chunk);
      yield* entries;
      entries = [];
      if (!more) break;
    }
    const finding = chain.finish();
    if (finding === undefined) return;
    throw ledgerError('damaged', { why: `${finding.message} (${finding.id})` });
  } finally {
    await log.close();
  }
}
