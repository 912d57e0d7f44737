import type { Event, ListEventsQuery } from '@rein/contract/api';
import { type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import { codeOf, reasonOf } from '../fault.js';
import type { Scope } from '../identity/authorize.js';
import { fitting, numbersOf, pageFrom } from '../paging.js';
import { readEntryAt, type TailEntry } from '../runs/log-tail.js';
import type { RunTable, Tables } from '../store/schema.js';
import type { Db } from '../store/store.js';

/** The control ledger's number among the runs: its entries are indexed like theirs. */
export const CONTROL_RUN = { no: 0, id: 'control' } as const;

/** Puts entries into the index. Entries that are there already are left: indexing again is harmless. */
export async function indexEntries(
  tx: Transaction<Tables>,
  runNo: number,
  entries: readonly TailEntry[],
): Promise<void> {
  const rows = entries.map(({ seq, time, kind, entry, at, bytes }) => [
    ...[seq, time, kind],
    text(entry.capability) ?? text(entry.op) ?? null,
    text(entry.outcome) ?? text(entry.decision) ?? null,
    ...[at, bytes],
  ]);
  // One statement, whatever there is of them: to make one for so many rows takes longer than to run it.
  await sql`insert into event (run_no, seq, time, kind, capability, status, at, bytes)
    select ${runNo}, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6
    from json_each(${JSON.stringify(rows)}) where true
    on conflict (run_no, seq) do nothing`.execute(tx);
}

/** Lists entries of all runs by the index, and reads the entries themselves from their ledgers. */
export interface EventIndex {
  list(scope: Scope, query: ListEventsQuery): Promise<{ items: Event[]; next?: string }>;
  /** Entries of one run after `after`, in order. */
  ofRun(
    run: { readonly no: number; readonly id: string },
    after: number,
    limit: number,
  ): Promise<Event[]>;
}

interface Found {
  readonly run_no: number;
  readonly seq: number;
  readonly time: number;
  readonly kind: string;
  readonly at: number;
  readonly bytes: number;
  readonly run_id: string;
}

/** @param folderOf where the ledger of a run lies */
export function createEventIndex(db: Db, folderOf: (runId: string) => string): EventIndex {
  const show = (row: Found): Event => ({
    run_id: row.run_id,
    seq: row.seq,
    time: row.time,
    kind: row.kind,
    entry: entryOf(folderOf(row.run_id), row),
  });

  const sizeOf = ({ bytes }: Pick<Found, 'bytes'>): number => bytes;

  return {
    async list(scope, query) {
      let select = db
        .selectFrom('event')
        .leftJoin('run', 'run.no', 'event.run_no')
        .select((eb) => [
          'event.run_no',
          'event.seq',
          'event.time',
          'event.kind',
          'event.at',
          'event.bytes',
          eb.fn.coalesce('run.id', eb.val<string>(CONTROL_RUN.id)).as('run_id'),
        ]);
      const wanted = await runsWanted(db, scope, query);
      if (wanted !== undefined) {
        select =
          wanted.few === undefined
            ? select.where(({ exists, selectFrom }) =>
                exists(
                  wanted
                    .filter(selectFrom('run as of'))
                    .where(sql.ref('of.no'), '=', sql.ref('event.run_no')),
                ),
              )
            : select.where('event.run_no', 'in', wanted.few);
      }
      if (query.run_id === CONTROL_RUN.id)
        select = select.where('event.run_no', '=', CONTROL_RUN.no);
      else if (query.run_id !== undefined) {
        const no = await numberOf(db, query.run_id);
        select = select.where('event.run_no', '=', no);
      }
      if (query.event_type !== undefined)
        select = select.where('event.kind', '=', query.event_type);
      if (query.capability !== undefined) {
        select = select.where('event.capability', '=', query.capability);
      }
      if (query.status !== undefined) select = select.where('event.status', '=', query.status);
      if (query.time_from !== undefined) select = select.where('event.time', '>=', query.time_from);
      if (query.time_to !== undefined) select = select.where('event.time', '<', query.time_to);
      if (query.cursor !== undefined) {
        const [time, no, seq] = numbersOf(query.cursor);
        select = select.where((eb) =>
          eb(eb.refTuple('event.time', 'event.run_no', 'event.seq'), '<', eb.tuple(time, no, seq)),
        );
      }
      const rows = await select
        .orderBy('event.time', 'desc')
        .orderBy('event.run_no', 'desc')
        .orderBy('event.seq', 'desc')
        .limit(query.limit + 1)
        .execute();
      return pageFrom(rows, {
        ...{ limit: query.limit, sizeOf, show },
        keys: ({ time, run_no, seq }) => [time, run_no, seq],
      });
    },

    async ofRun({ no, id }, after, limit) {
      const rows = await db
        .selectFrom('event')
        .select(['run_no', 'seq', 'time', 'kind', 'at', 'bytes'])
        .where('run_no', '=', no)
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return fitting(rows, { limit, sizeOf }).map((row) => show({ ...row, run_id: id }));
    },
  };
}

/** One record that was removed or changed must not keep all others from being listed: it says so itself. */
function entryOf(folder: string, { at, bytes }: Found): Record<string, unknown> {
  try {
    return { ...readEntryAt(folder, at, bytes).entry };
  } catch (error) {
    return { unreadable: codeOf(error) ?? reasonOf(error) };
  }
}

/** Up to so many entries are sorted; past it the list goes through time and looks whose each one is. */
const SORTED_MAX = 20_000;
/** Numbers of one statement. */
const RUNS_MAX = 5000;

/**
 * The runs whose entries are wanted, if not those of all. SQLite cannot know which way is short: from
 * the runs, if they have few entries, or back through time, if many of its entries are theirs.
 */
async function runsWanted(db: Db, scope: Scope, { agent_id }: ListEventsQuery) {
  if (scope.kind === 'all' && agent_id === undefined) return undefined;
  const filter = (runs: SelectQueryBuilder<Tables & { of: RunTable }, 'of', object>) => {
    let select = runs.select('of.no');
    if (scope.kind === 'own') {
      select = select.where('of.submitted_by', '=', scope.subject);
      if (scope.agentId !== undefined) select = select.where('of.agent_id', '=', scope.agentId);
    }
    return agent_id === undefined ? select : select.where('of.agent_id', '=', agent_id);
  };
  const runs = await filter(db.selectFrom('run as of'))
    .select('of.events')
    .limit(RUNS_MAX)
    .execute();
  const entries = runs.reduce((sum, { events }) => sum + events, 0);
  const isFew = runs.length < RUNS_MAX && entries <= SORTED_MAX;
  return { filter, few: isFew ? runs.map(({ no }) => no) : undefined };
}

/** A run that is not there has number -1, under which nothing is indexed. */
async function numberOf(db: Db, id: string): Promise<number> {
  const row = await db.selectFrom('run').select('no').where('id', '=', id).executeTakeFirst();
  return row?.no ?? -1;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
