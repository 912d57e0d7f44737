import { type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { LEDGER_FILES } from '@rein/ledger';
import type { Transaction } from 'kysely';
import { denialsAmong, keepDenials } from '../actions/denied-rows.js';
import type { Approvals } from '../approvals/approvals.js';
import type { Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import { indexEntries } from '../events/event-index.js';
import type { StopReason } from '../runner/protocol.js';
import { STOPS } from '../runner/protocol.js';
import type { Tables } from '../store/schema.js';
import type { Db } from '../store/store.js';
import { readTail, syncLog, type TailEntry } from './log-tail.js';
import { endOf, type News, newsOf } from './news.js';
import type { RunRow } from './run-row.js';
import { isRunOver, nextRunStatus, type RunInput } from './state-machine.js';

/** Brings what stands in a run's record into the store: the index of entries and the run's status. */
export interface Follower {
  /** Takes in everything that stands there by now. One call at a time does the work for all. */
  catchUp(): Promise<void>;
  /** Resolves when the run is over. */
  readonly over: Promise<void>;
  stop(): void;
}

export interface FollowerOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly approvals: Approvals;
  readonly folder: string;
  readonly runId: string;
  /** Hears of the end, once. */
  readonly onOver: (row: RunRow) => void;
  readonly onFault: (error: unknown) => void;
}

/** A look in case the file system's news got lost: there are such file systems. */
const LOOK_MS = 500;
/**
 * Entries that come within this time are taken in together: each time is a commit, and a busy run
 * would have one for every entry. Whoever must know now calls `catchUp`.
 */
const GATHER_MS = 100;

export function followRun(options: FollowerOptions): Follower {
  const { folder, onFault } = options;
  let watcher: FSWatcher | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let finish: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    finish = resolve;
  });

  const work = async (): Promise<void> => {
    do {
      again = false;
      while (await takeIn(options, stopAndFinish)) {
        // There was more than one piece.
      }
    } while (again);
  };
  const catchUp = async (): Promise<void> => {
    again = true;
    running ??= work().finally(() => {
      running = undefined;
    });
    await running;
  };
  let seen = -1;
  let gathering: NodeJS.Timeout | undefined;
  let came = false;
  let isOpen = true;
  const poke = (): void => {
    came = true;
    if (gathering !== undefined || !isOpen) return;
    came = false;
    // The first news is taken in at once, what follows it waits for its turn.
    gathering = setTimeout(() => {
      gathering = undefined;
      if (came) poke();
    }, GATHER_MS).unref();
    look();
  };
  const look = (): void => {
    // Most looks find nothing new; they should not cost a query each.
    const size = statSync(join(folder, LEDGER_FILES.log), { throwIfNoEntry: false })?.size ?? 0;
    if (size === seen) return;
    catchUp().then(() => {
      seen = size;
    }, onFault);
  };
  const timer = setInterval(poke, LOOK_MS);
  timer.unref();
  const stop = (): void => {
    isOpen = false;
    clearInterval(timer);
    clearTimeout(gathering);
    watcher?.close();
    watcher = undefined;
  };
  function stopAndFinish(): void {
    stop();
    finish();
  }
  try {
    watcher = watch(folder, { persistent: false }, (_, name) => {
      if (name === LEDGER_FILES.log) poke();
    });
    watcher.on('error', () => undefined);
  } catch {
    // Too many watches on this machine: the timer looks often enough.
  }
  return { catchUp, over, stop };
}

/** Takes in one piece of the log. Returns whether there may be more. */
async function takeIn(options: FollowerOptions, onEnd: () => void): Promise<boolean> {
  const { db, clock, bus, approvals, folder, runId } = options;
  const row = await db
    .selectFrom('run')
    .selectAll()
    .where('id', '=', runId)
    .executeTakeFirstOrThrow();
  const tail = readTail(folder, row.log_offset);
  if (tail.entries.length === 0) return false;
  const news = tail.entries.flatMap((entry) => {
    const found = newsOf(entry);
    return found === undefined ? [] : [{ entry, found }];
  });
  // The queue first: should the daemon die before the offset is kept, the same holds come again and
  // find their requests. The other way round they would be lost.
  for (const { found } of news) await passToQueue(approvals, row, found);
  const pending = await approvals.pendingOf(runId);
  // What is read here may be on its way to the disk: a row must not outlast the entry it stands for.
  if (denialsAmong(tail.entries).length > 0) await syncLog(folder);
  const changed = await db
    .transaction()
    .execute((tx) => keep(tx, runId, tail.entries, news, tail.next, pending, clock));
  const last = tail.entries.at(-1);
  const owner = { submittedBy: row.submitted_by, agentId: row.agent_id };
  if (last !== undefined) bus.publish({ kind: 'event', runId, seq: last.seq, ...owner });
  if (changed.status !== row.status) {
    bus.publish({ kind: 'run', runId, status: changed.status, ...owner });
  }
  if (isRunOver(changed.status) && !isRunOver(row.status)) {
    await approvals.closeFor(runId, 'cancel', 'the run is over');
    options.onOver(changed);
    onEnd();
  }
  return tail.more;
}

async function passToQueue(approvals: Approvals, row: RunRow, news: News): Promise<void> {
  if (news.kind === 'hold') {
    const { reference, digest, expiresAt, asked } = news;
    await approvals.request({
      runId: row.id,
      agentId: row.agent_id,
      requestedBy: row.submitted_by,
      source: 'engine',
      ...{ reference, digest, expiresAt, asked },
    });
  }
  if (news.kind === 'settled') await approvals.settle(row.id, news.reference, news.how);
}

/** Everything of one piece in one transaction: after a crash it was taken in, or was not. */
async function keep(
  tx: Transaction<Tables>,
  runId: string,
  entries: readonly TailEntry[],
  news: readonly { readonly entry: TailEntry; readonly found: News }[],
  offset: number,
  pending: number,
  clock: Clock,
): Promise<RunRow> {
  // Read again: a cancellation may have been noted meanwhile.
  let row = await tx
    .selectFrom('run')
    .selectAll()
    .where('id', '=', runId)
    .executeTakeFirstOrThrow();
  await indexEntries(tx, row.no, entries);
  await keepDenials(tx, runId, denialsAmong(entries));
  for (const { entry, found } of news) row = apply(row, found, entry.time);
  if (pending > 0) row = step(row, 'hold', clock.now());
  else if (row.status === 'WAITING_APPROVAL') row = step(row, 'release', clock.now());
  row = {
    ...row,
    log_offset: offset,
    events: row.events + entries.length,
    version: row.version + 1,
  };
  const { no, id: _, ...members } = row;
  await tx.updateTable('run').set(members).where('no', '=', no).execute();
  return row;
}

function apply(row: RunRow, news: News, time: number): RunRow {
  switch (news.kind) {
    case 'described':
      return { ...row, tier: news.tier };
    case 'started':
      return step({ ...row, started_at: row.started_at ?? time }, 'start', time);
    case 'policy':
      return { ...row, policy_digest: news.digest };
    case 'exited':
      return { ...row, exit_code: news.code };
    case 'stopped':
      return { ...row, stop_why: news.why, cancel_reason: row.cancel_reason ?? news.reason };
    case 'ended': {
      const why: StopReason | undefined = STOPS.find((known) => known === row.stop_why);
      const stop = why && { why, reason: row.cancel_reason ?? '' };
      const { input, reason } = endOf(news, stop, row.started_at !== null);
      return step(reason === undefined ? row : { ...row, reason }, input, time);
    }
    case 'hold':
    case 'settled':
      return row;
    default:
      return news satisfies never;
  }
}

/** The run after something happened to it. */
export function step(row: RunRow, input: RunInput, time: number): RunRow {
  const status = nextRunStatus(row.status, input);
  const ends = isRunOver(status) && !isRunOver(row.status);
  return { ...row, status, ...(ends ? { ended_at: time } : {}) };
}
