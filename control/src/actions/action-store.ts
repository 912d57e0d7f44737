import type { ActionStatus, ActionView } from '@rein/contract/api';
import { fault } from '../fault.js';
import { noSuchRun, type RunRow } from '../runs/run-row.js';
import type { Db } from '../store/store.js';
import type { ActionTable } from './action-table.js';
import type { ActionOutcome } from './outcome.js';

export type ActionRow = ActionTable;

/** Stands for a row in a query that is made before there is one. */
const NONE: ActionRow = {
  ...{ id: '', run_id: '', key: '', digest: '', capability: 'fs.read', resource: '', args: '' },
  ...{ decision: 'DENY', status: 'denied', rule: '', reason: '', request_id: '', by: '' },
  ...{ event_seq: 0, result: '', created_at: 0 },
};
const COLUMNS = Object.keys(NONE).filter((name): name is keyof ActionRow => name in NONE);

/** The table of actions. */
export interface ActionStore {
  insert(row: ActionRow): Promise<void>;
  change(row: ActionRow, members: Partial<ActionRow>): Promise<ActionRow>;
  /** Moves an action on if it is where it is thought to be: of any number who try, one does. */
  take(
    id: string,
    from: ActionStatus,
    members: Partial<ActionRow> & { readonly status: ActionStatus },
  ): Promise<boolean>;
  /** Throws `no-such-action`. */
  byId(id: string): Promise<ActionRow>;
  byKey(run: string, key: string): Promise<ActionRow | undefined>;
  byRequest(request: string): Promise<ActionRow | undefined>;
  withStatus(status: ActionStatus): Promise<ActionRow[]>;
  /** A grant for the whole run that is about exactly this action, and not past its time. */
  grantForRun(run: string, digest: string, now: number): Promise<string | undefined>;
  /** Throws `no-such-run`. */
  runOf(id: string): Promise<RunRow>;
}

export function createActionStore(db: Db): ActionStore {
  const all = () => db.selectFrom('action').selectAll();
  // Made once: every action under a key runs these two, and to make them takes longer than to run them.
  const found = all().where('run_id', '=', '').where('key', '=', '').compile();
  const inserted = db.insertInto('action').values(NONE).compile();
  return {
    async insert(row) {
      await db.executeQuery({ ...inserted, parameters: COLUMNS.map((column) => row[column]) });
    },
    async change(row, members) {
      await db.updateTable('action').set(members).where('id', '=', row.id).execute();
      return { ...row, ...members };
    },
    async take(id, from, members) {
      const { numUpdatedRows } = await db
        .updateTable('action')
        .set(members)
        .where('id', '=', id)
        .where('status', '=', from)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async byId(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw fault('no-such-action', { action: id });
      return row;
    },
    async byKey(run, key) {
      const { rows } = await db.executeQuery<ActionRow>({ ...found, parameters: [run, key] });
      return rows[0];
    },
    byRequest: (request) => all().where('request_id', '=', request).executeTakeFirst(),
    withStatus: (status) => all().where('status', '=', status).execute(),
    async grantForRun(run, digest, now) {
      const row = await db
        .selectFrom('approval')
        .select('id')
        .where('run_id', '=', run)
        .where('source', '=', 'action')
        .where('digest', '=', digest)
        .where('scope', '=', 'run')
        .where('status', '=', 'APPROVED')
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return row?.id;
    },
    async runOf(id) {
      const row = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw noSuchRun(id);
      return row;
    },
  };
}

/** An action as the interface shows it; `outcome` where it has just been performed. */
export function showAction(row: ActionRow, outcome?: ActionOutcome): ActionView {
  const isDone = outcome?.status === 'done';
  const result = isDone ? outcome.result : readResult(row.result);
  return {
    action_id: row.id,
    run_id: row.run_id,
    capability: row.capability,
    resource: row.resource,
    digest: row.digest,
    decision: row.decision,
    status: outcome?.status ?? row.status,
    ...(row.rule === null ? {} : { rule: row.rule }),
    reason: outcome === undefined || isDone ? row.reason : outcome.reason,
    ...(row.request_id === null ? {} : { request_id: row.request_id }),
    event_seq: Number(row.event_seq),
    ...(result === undefined ? {} : { result: { ...result } }),
    created_at: Number(row.created_at),
  };
}

function readResult(text: string | null): Record<string, unknown> | undefined {
  return text === null ? undefined : JSON.parse(text);
}
