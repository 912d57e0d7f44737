import { ledgerError } from '../diagnostic.js';
import type { Entry } from '../entry/entry.js';
import { parseEntry } from '../entry/parse.js';
import { readChunks } from '../files/read-chunks.js';
import { readWitnesses } from '../files/witnesses.js';
import { decodeHead } from '../head.js';
import { ChainCheck } from '../verify/chain-check.js';
import { type Finding, findingAt } from '../verify/result.js';
import { openLogForReading } from './open-log.js';

/**
 * The entries of the ledger in `dir`, in order, each checked to have its hash and to continue the one
 * before; `run` is what the log must be of, if given. A writer may be at work: what it has not
 * finished is left out. Of the head only the number of entries is looked at, so that a log whose tail
 * was cut off is not taken for one where nothing more happened; `verifyLedger` looks at all of it.
 *
 * Throws `damaged` at the first bad entry, after the good ones, and `no-ledger` or `unsafe-path`.
 */
export async function* readLedger(dir: string, run?: string): AsyncGenerator<Entry, void> {
  const { head } = await readWitnesses(dir);
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
    const finding = chain.finish() ?? cutOff(head, chain.entries);
    if (finding === undefined) return;
    throw ledgerError('damaged', { why: `${finding.message} (${finding.id})` });
  } finally {
    await log.close();
  }
}

/** Whether the log ends before what its head knows; a head that cannot be read says nothing. */
function cutOff(head: Uint8Array | undefined, seq: number): Finding | undefined {
  const known = head === undefined ? undefined : decodeHead(head);
  if (known === undefined || 'why' in known || known.entries <= seq) return undefined;
  return findingAt(seq, 'truncated', { seq, witness: 'head', expected: known.entries });
}
