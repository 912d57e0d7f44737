import { sql } from 'kysely';
import { CONTROL_RUN } from '../events/event-index.js';
import { reasonOf } from '../fault.js';
import { LIMITS } from '../limits.js';
import { readLineAt } from '../runs/log-tail.js';
import type { Db } from '../store/store.js';

/** Entries that follow a position, and the position behind them. */
export interface Batch {
  readonly lines: readonly string[];
  readonly position: number;
}

/**
 * The entries of all records after `position`, in the order in which reind took them in: a position is
 * a row of the index, which grows only at its end. Empty if there is nothing new.
 *
 * @param folderOf where the record of a run lies
 */
export async function readBatch(
  db: Db,
  folderOf: (run: string) => string,
  position: number,
): Promise<Batch> {
  const rows = await db
    .selectFrom('event')
    .leftJoin('run', 'run.no', 'event.run_no')
    .select((eb) => [
      sql<number>`event.rowid`.as('row'),
      'event.seq',
      'event.at',
      'event.bytes',
      eb.fn.coalesce('run.id', eb.val<string>(CONTROL_RUN.id)).as('run_id'),
    ])
    .where(sql.ref('event.rowid'), '>', position)
    .orderBy(sql.ref('event.rowid'))
    .limit(LIMITS.sinkEntries)
    .execute();
  const lines: string[] = [];
  let bytes = 0;
  let reached = position;
  for (const { row, run_id, seq, at, bytes: length } of rows) {
    if (lines.length > 0 && bytes + length > LIMITS.sinkBytes) break;
    bytes += length;
    reached = row;
    lines.push(lineOf(folderOf(run_id), at, length, { run: run_id, seq }));
  }
  return { lines, position: reached };
}

/** A record that was removed or changed must not keep all that follows from the receiver: it is told so. */
function lineOf(
  folder: string,
  at: number,
  bytes: number,
  entry: { readonly run: string; readonly seq: number },
): string {
  try {
    const line = readLineAt(folder, at, bytes).toString('utf8');
    // Whoever changed the file must not make two lines of one, or none.
    JSON.parse(line);
    if (line.includes('\n')) throw new Error('it is not one line');
    return line;
  } catch (error) {
    return JSON.stringify({ ...entry, kind: 'unreadable', why: reasonOf(error) });
  }
}
