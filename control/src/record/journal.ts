import { createHash } from 'node:crypto';
import {
  canonicalize,
  type Fields,
  LIMITS as LEDGER_LIMITS,
  type Ledger,
  LedgerError,
} from '@rein/ledger';
import { fault, reasonOf } from '../fault.js';
import type { Db } from '../store/store.js';

/** Moves what was noted in the store into the control ledger. */
export interface Journal {
  /** Settles when everything noted so far is in the ledger. Throws `record-refused`. */
  flush(): Promise<void>;
}

/** Entries moved at a time. */
const BATCH = 200;

/**
 * The journal of what people did. `last` is the highest outbox id that the ledger already holds: a
 * crash between the ledger's entry and the store's deletion must not make a second entry.
 */
export function createJournal(db: Db, ledger: Ledger, last: string): Journal {
  let done = last;
  let running: Promise<void> | undefined;
  let again = false;

  const move = async (): Promise<void> => {
    for (;;) {
      const rows = await db.selectFrom('outbox').selectAll().orderBy('id').limit(BATCH).execute();
      if (rows.length === 0) return;
      const fresh = rows.filter(({ id }) => id > done);
      await Promise.all(fresh.map((row) => append(ledger, row)));
      const newest = rows.at(-1)?.id ?? done;
      if (newest > done) done = newest;
      await db.deleteFrom('outbox').where('id', '<=', newest).execute();
    }
  };

  return {
    async flush() {
      if (running !== undefined) {
        again = true;
        return running;
      }
      running = (async () => {
        do {
          again = false;
          await move();
        } while (again);
      })();
      try {
        await running;
      } finally {
        running = undefined;
      }
    },
  };
}

/** Bytes of an entry beside its fields: its own members and the longest kind. */
const OWN_BYTES = 1024;

async function append(
  ledger: Ledger,
  { id, kind, fields }: { readonly id: string; readonly kind: string; readonly fields: string },
): Promise<void> {
  try {
    await ledger.append(kind, { ...fit(fields), outbox: id });
  } catch (error) {
    throw fault('record-refused', { why: reasonOf(error) }, error);
  }
}

/**
 * The fields as the ledger takes them. One entry that it cannot take must not keep all later ones
 * from the record: that it happened is recorded, with a digest of what it said.
 */
function fit(text: string): Fields {
  const fields = parse(text);
  try {
    const bytes = Buffer.byteLength(canonicalize(fields));
    if (bytes + OWN_BYTES <= LEDGER_LIMITS.lineBytes) return fields;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
  }
  return { unfit: true, fields_sha256: createHash('sha256').update(text).digest('hex') };
}

/** What `note` wrote: an object of JSON. */
function parse(text: string): Fields {
  return JSON.parse(text);
}
