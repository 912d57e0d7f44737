import { mkdirSync } from 'node:fs';
import { decodeTime } from 'ulid';
import { CONTROL_RUN, indexEntries } from '../events/event-index.js';
import { idsNotBefore } from '../ids.js';
import { readTail } from '../runs/log-tail.js';
import { getMeta, setMeta } from '../store/meta.js';
import type { Db } from '../store/store.js';
import { createJournal } from './journal.js';
import { openRecord } from './open-record.js';

/** The record of what people did: which tokens, agents, runs and decisions, by whom. */
export interface ControlRecord {
  /** Settles when everything noted so far stands in the ledger and in the index. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the control ledger in `dir` and takes up where the last daemon left it. */
export async function openControlRecord(
  db: Db,
  state: string,
  dir: string,
): Promise<ControlRecord> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const ledger = await openRecord(state, dir, CONTROL_RUN.id);
  const last = await indexNew(db, dir);
  // What is noted from here on must not pass for what the ledger has.
  if (last !== '') idsNotBefore(decodeTime(last) + 1);
  const journal = createJournal(db, ledger, last);
  let running: Promise<void> | undefined;
  let again = false;
  const work = async (): Promise<void> => {
    do {
      again = false;
      await journal.flush();
      await indexNew(db, dir);
    } while (again);
  };
  return {
    async flush() {
      again = true;
      running ??= work().finally(() => {
        running = undefined;
      });
      await running;
    },
    async close() {
      try {
        await journal.flush();
      } finally {
        // Not sealed: the next daemon goes on, also with what could not be flushed.
        await ledger.close({ handOver: true });
      }
      await indexNew(db, dir);
    },
  };
}

/**
 * Takes new entries into the index, together with the place reached and the newest outbox row among
 * them. Returns that row's id: what is left in the outbox up to it stands in the ledger already.
 */
async function indexNew(db: Db, dir: string): Promise<string> {
  for (;;) {
    const offset = Number((await getMeta(db, 'control_offset')) ?? 0);
    const known = (await getMeta(db, 'control_outbox')) ?? '';
    const tail = readTail(dir, offset);
    const ids = tail.entries.flatMap(({ entry }) =>
      typeof entry.outbox === 'string' ? [entry.outbox] : [],
    );
    const newest = [known, ...ids].sort().at(-1) ?? known;
    if (tail.entries.length > 0) {
      await db.transaction().execute(async (tx) => {
        await indexEntries(tx, CONTROL_RUN.no, tail.entries);
        await setMeta(tx, 'control_offset', String(tail.next));
        await setMeta(tx, 'control_outbox', newest);
      });
    }
    if (!tail.more) return newest;
  }
}
