import type { Permission, Run } from '@rein/contract/api';
import { runFolder } from '@rein/enforce';
import type { Agents } from '../agents/agents.js';
import type { Approvals } from '../approvals/approvals.js';
import type { Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import { reasonOf } from '../fault.js';
import { authorize } from '../identity/authorize.js';
import type { Principal } from '../identity/principal.js';
import type { Db } from '../store/store.js';
import { keepUntilWritten } from '../store/written.js';
import { type Closing, closeOut } from './close-out.js';
import { type Follower, followRun } from './follower.js';
import { failInStore, isDamaged } from './give-up.js';
import { noSuchRun, type RunRow, resourceOf, showRun } from './run-row.js';
import { linkRunner, type RunnerLink } from './runner-link.js';
import { createSessions, type Place, type Sessions } from './sessions.js';
import type { RunnerProgram } from './start-runner.js';

export interface RunsOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly approvals: Approvals;
  readonly agents: Agents;
  /** State directory; runs lie in `runs` below it, where the command line finds them too. */
  readonly state: string;
  readonly runner: RunnerProgram;
  /** The engine's program; the built one if not given. */
  readonly engine?: string;
  /** How long a person is asked where the policy does not say. */
  readonly askSeconds: number;
  readonly runsMax: number;
  /** Folders of sockets and of secrets that no run may reach. */
  readonly sockets: readonly string[];
  readonly secrets: readonly string[];
  readonly onOver: (run: RunRow) => void;
  readonly onFault: (error: unknown) => void;
}

/** What everything that is done with runs shares: who is followed, who is spoken to. */
export interface Desk {
  readonly options: RunsOptions;
  readonly sessions: Sessions;
  readonly followers: ReadonlyMap<string, Follower>;
  /** Runs that began without a process and were given one, each with the wait for it. */
  readonly hosted: Map<string, Promise<void>>;
  placeOf(id: string): Place;
  /** Throws `no-such-run`. */
  find(id: string): Promise<RunRow>;
  show(row: RunRow): Promise<Run>;
  /** The row, if `by` has the permission on it. Throws `no-such-run`, `not-allowed`. */
  require(by: Principal, permission: Permission, id: string): Promise<RunRow>;
  follow(id: string): Follower;
  linkOf(id: string): RunnerLink;
  /** Ends a run from outside its runner, and takes that in; in the store alone if its record is damaged. */
  close(id: string, closing: Closing): Promise<void>;
  /** Ends a run in the store alone: its record takes nothing any more. */
  endWithoutRecord(id: string, why: string): Promise<void>;
  stop(): Promise<void>;
}

/** Runs that are remembered for those who act in them. */
const KEPT = 500;

export function createDesk(options: RunsOptions): Desk {
  const { db, clock, bus, approvals, state } = options;
  const followers = new Map<string, Follower>();
  const links = new Map<string, RunnerLink>();
  const hosted = new Map<string, Promise<void>>();
  const ending = new Set<string>();
  const sessions = createSessions();
  const placeOf = (id: string): Place => ({ state, run: id, folder: runFolder(state, id) });

  const find = keepUntilWritten(db, ['run'], KEPT, async (id): Promise<RunRow> => {
    const row = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw noSuchRun(id);
    return row;
  });
  const follow = (id: string): Follower => {
    const known = followers.get(id);
    if (known !== undefined) return known;
    const follower = followRun({
      ...{ db, clock, bus, approvals, folder: placeOf(id).folder, runId: id },
      onFault(error) {
        options.onFault(error);
        if (isDamaged(error)) void endDamaged(id).catch(options.onFault);
      },
      onOver: (row) => forget(row),
    });
    followers.set(id, follower);
    return follower;
  };
  /** Nobody would know what it does from here on. */
  const endDamaged = async (id: string): Promise<void> => {
    if (ending.has(id)) return;
    ending.add(id);
    try {
      await close(id, { why: 'it cannot be followed' });
    } finally {
      ending.delete(id);
    }
  };
  const forget = (row: RunRow): void => {
    const { id } = row;
    followers.get(id)?.stop();
    followers.delete(id);
    links.get(id)?.close();
    links.delete(id);
    hosted.delete(id);
    options.onOver(row);
  };
  const endWithoutRecord = async (id: string, why: string): Promise<void> => {
    await sessions.release(placeOf(id));
    const ended = await failInStore(options, id, why);
    if (ended === undefined) return;
    await approvals.closeFor(id, 'cancel', 'the run is over');
    forget(ended);
  };

  const close = async (id: string, closing: Closing): Promise<void> => {
    try {
      await sessions.release(placeOf(id));
      await closeOut(placeOf(id), closing);
      await follow(id).catchUp();
    } catch (error) {
      if (!isDamaged(error)) throw error;
      options.onFault(error);
      await endWithoutRecord(id, `${closing.why}; its record is damaged: ${reasonOf(error)}`);
    }
  };

  return {
    ...{ options, sessions, followers, hosted, placeOf, find, follow, close, endWithoutRecord },
    show: async (row) => showRun(row, await approvals.pendingOf(row.id)),
    async require(by, permission, id) {
      const row = await find(id);
      authorize(by, permission, resourceOf(row));
      return row;
    },
    linkOf(id) {
      const link = links.get(id) ?? linkRunner(id, placeOf(id).folder);
      links.set(id, link);
      return link;
    },
    async stop() {
      for (const follower of followers.values()) follower.stop();
      for (const link of links.values()) link.close();
      await sessions.stop();
    },
  };
}
