import { setTimeout as sleep } from 'node:timers/promises';
import type {
  CreateRun,
  ListRunsQuery,
  Output,
  Permission,
  ProcessNode,
  Run,
} from '@rein/contract/api';
import { descendantsOf } from '@rein/enforce';
import type { KnownState } from '@rein/language';
import { fault } from '../fault.js';
import type { Scope } from '../identity/authorize.js';
import type { Principal } from '../identity/principal.js';
import { LIMITS } from '../limits.js';
import { idOf, pageFrom } from '../paging.js';
import type { RunRecord } from '../record/run-record.js';
import type { Outcome, SpawnAsked, Spawned } from '../runner/protocol.js';
import { adoptRuns, checkRunners, endLateSessions } from './adopt.js';
import { engineOf } from './close-out.js';
import { createRun } from './create-run.js';
import { createDesk, type Desk, type RunsOptions } from './desk.js';
import { labelInRun, readInRun, recordOfRun, spawnInRun, stateOfRun } from './domain.js';
import { step } from './follower.js';
import { type GateAsked, openGate } from './open-gate.js';
import { readOutput } from './output.js';
import { hasRunner, type RunRow } from './run-row.js';
import { isRunOver } from './state-machine.js';
import { cancelRun, retryWhileStarting } from './stop-run.js';
import { type Swap, swapPolicy } from './swap-policy.js';

/** The runs of this daemon. */
export interface Runs {
  /**
   * Starts a run. With a `key`, asking again is asking once. Throws `no-such-agent`,
   * `too-many-runs`, `workspace-unusable`, `run-not-started`, `key-reused`.
   */
  create(by: Principal, asked: CreateRun, key?: string): Promise<Run>;
  /** Starts a program in a live run, and waits for its end. Throws `run-over`, `too-many-runs`. */
  spawn(row: RunRow, asked: SpawnAsked): Promise<Spawned>;
  /** Throws `no-such-run`, also for a run that is hidden from `by`. */
  get(by: Principal, id: string): Promise<Run>;
  list(scope: Scope, query: ListRunsQuery): Promise<{ items: Run[]; next?: string }>;
  /** Ends the run and all its processes. Again is no fault. */
  cancel(by: Principal, id: string, reason: string): Promise<Run>;
  /**
   * Puts a live run under another policy, without a moment under none. Throws `policy-unreadable`,
   * `policy-not-swapped`, `run-over`.
   */
  swapPolicy(by: Principal, id: string, swap: Swap): Promise<Run>;
  /**
   * Opens a gate `after approval` of a live run, for whoever may decide about what it asks. Throws
   * `self-approval`, `gate-not-opened`, `run-over`.
   */
  openGate(by: Principal, id: string, asked: GateAsked): Promise<Run>;
  output(by: Principal, id: string, stream: 'stdout' | 'stderr', offset: number): Promise<Output>;
  /** The processes of the run that live now. */
  tree(by: Principal, id: string): Promise<ProcessNode[]>;
  /** The row, if `by` has the permission on it; for whoever builds on runs. */
  require(by: Principal, permission: Permission, id: string): Promise<RunRow>;
  /** Where entries of a live run go. Throws `run-over`. */
  recordOf(row: RunRow): RunRecord;
  /** Ends a run that takes actions: they are done, or failed, or were denied. Throws `has-process`. */
  finish(id: string, input: Outcome, reason: string): Promise<void>;
  /** Takes in what is on the record by now, so that what is read next is not older. */
  catchUp(id: string): Promise<void>;
  /** Something of the run waits for a person, or no longer does. */
  refreshWaiting(id: string): Promise<void>;
  /** What a run has met, for whoever decides about it; undefined where nobody knows. */
  stateOf(row: RunRow): Promise<KnownState | undefined>;
  /** Lets the run read a file that is read for it; why it may not, if so. */
  read(row: RunRow, path: string): Promise<string | undefined>;
  /** Puts on a file that is written for the run what its asking carries; why it could not, if so. */
  label(row: RunRow, path: string): Promise<string | undefined>;
  /** Finds the runs of an earlier daemon again. */
  adopt(): Promise<{ adopted: number; failed: number }>;
  /** Looks whether runners still live, and whether runs without one have time left. */
  check(): Promise<void>;
  folderOf(id: string): string;
  /** Stops looking; the runs go on. */
  stop(): Promise<void>;
}

export function createRuns(options: RunsOptions): Runs {
  const desk = createDesk(options);
  const folderOf = (id: string): string => desk.placeOf(id).folder;
  return {
    folderOf,
    require: desk.require,
    create: (by, asked, key) => createRun(desk, by, asked, key),
    spawn: (row, asked) => spawnInRun(desk, row, asked),
    get: async (by, id) => desk.show(await desk.require(by, 'runs:read', id)),
    list: (scope, query) => listRuns(desk, scope, query),
    cancel: (by, id, reason) => cancelRun(desk, by, id, reason),
    swapPolicy: (by, id, swap) => swapPolicy(desk, by, id, swap),
    openGate: (by, id, asked) => openGate(desk, by, id, asked),
    async output(by, id, stream, offset) {
      const row = await desk.require(by, 'runs:read', id);
      return readOutput(folderOf(id), stream, offset, isRunOver(row.status));
    },
    async tree(by, id) {
      await desk.require(by, 'runs:read', id);
      const engine = engineOf(folderOf(id));
      if (engine === undefined) return [];
      return descendantsOf(engine).map(({ pid, ppid, name, start }) => ({
        ...{ pid, ppid, command: name, started: start },
      }));
    },
    recordOf(row) {
      const { id: run, status } = row;
      if (isRunOver(status)) throw fault('run-over', { run, status });
      return recordOfRun(desk, row);
    },
    finish: (id, input, reason) => finishSession(desk, id, input, reason),
    async catchUp(id) {
      await desk.followers.get(id)?.catchUp();
    },
    refreshWaiting: (id) => refreshWaiting(desk, id),
    stateOf: (row) => stateOfRun(desk, row),
    read: (row, path) => readInRun(desk, row, path),
    label: (row, path) => labelInRun(desk, row, path),
    adopt: () => adoptRuns(desk),
    async check() {
      await checkRunners(desk);
      await endLateSessions(desk);
    },
    stop: desk.stop,
  };
}

async function listRuns(
  { options: { db }, show }: Desk,
  scope: Scope,
  query: ListRunsQuery,
): Promise<{ items: Run[]; next?: string }> {
  let select = db.selectFrom('run').selectAll();
  if (scope.kind === 'own') {
    select = select.where('submitted_by', '=', scope.subject);
    if (scope.agentId !== undefined) select = select.where('agent_id', '=', scope.agentId);
  }
  if (query.status !== undefined) select = select.where('status', '=', query.status);
  if (query.agent_id !== undefined) select = select.where('agent_id', '=', query.agent_id);
  if (query.cursor !== undefined) {
    select = select.where('id', '<', idOf(query.cursor));
  }
  const rows = await select
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const { items, ...rest } = pageFrom(rows, {
    limit: query.limit,
    keys: ({ id }) => [id],
    sizeOf: ({ command }) => command?.length ?? 0,
    show: (row) => row,
  });
  return { items: await Promise.all(items.map(show)), ...rest };
}

async function finishSession(
  desk: Desk,
  id: string,
  input: Parameters<Runs['finish']>[1],
  reason: string,
): Promise<void> {
  const row = await desk.find(id);
  if (isRunOver(row.status)) return;
  const hosting = desk.hosted.get(id);
  await hosting;
  if (hosting !== undefined || hasRunner(row)) {
    await retryWhileStarting(() => desk.linkOf(id).open(), LIMITS.startMs);
    await desk.linkOf(id).finish(input, reason);
    await Promise.race([desk.follow(id).over, sleep(LIMITS.cancelMs)]);
    await desk.follow(id).catchUp();
    return;
  }
  const ends = {
    succeed: { how: 'empty', code: 0 },
    fail: { how: 'failed', why: reason },
    deny: { how: 'denied', why: reason },
  } as const;
  await desk.sessions.end(desk.placeOf(id), [{ kind: 'end', fields: ends[input] }]);
  await desk.follow(id).catchUp();
}

async function refreshWaiting({ options }: Desk, id: string): Promise<void> {
  const { db, clock, bus, approvals } = options;
  const pending = await approvals.pendingOf(id);
  const changed = await db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) return undefined;
    const { status } = step(row, pending > 0 ? 'hold' : 'release', clock.now());
    if (status === row.status) return undefined;
    const version = row.version + 1;
    await tx.updateTable('run').set({ status, version }).where('no', '=', row.no).execute();
    return { ...row, status };
  });
  if (changed === undefined) return;
  const { status, submitted_by: submittedBy, agent_id: agentId } = changed;
  bus.publish({ kind: 'run', runId: id, status, submittedBy, agentId });
}
