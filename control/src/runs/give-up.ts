import { type CodeName, LedgerError } from '@rein/ledger';
import type { RunsOptions } from './desk.js';
import { step } from './follower.js';
import { NoEntry } from './log-tail.js';
import type { RunRow } from './run-row.js';
import { isRunOver } from './state-machine.js';

/** What no waiting mends: nothing is added behind what is wrong with a record. */
const DAMAGE: ReadonlySet<CodeName> = new Set<CodeName>([
  ...(['damaged', 'changed-underneath', 'unsafe-path', 'no-ledger', 'broken'] as const),
]);

/** Whether a record can be neither followed nor gone on with. */
export function isDamaged(error: unknown): boolean {
  return error instanceof NoEntry || (error instanceof LedgerError && DAMAGE.has(error.code));
}

/** Ends a run as failed without a word in its record; nothing if it was over. */
export async function failInStore(
  { db, clock, bus }: Pick<RunsOptions, 'db' | 'clock' | 'bus'>,
  id: string,
  why: string,
): Promise<RunRow | undefined> {
  const ended = await db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined || isRunOver(row.status)) return undefined;
    const next = { ...step(row, 'fail', clock.now()), reason: why, version: row.version + 1 };
    const { no, status, reason, ended_at, version } = next;
    const members = { status, reason, ended_at, version };
    await tx.updateTable('run').set(members).where('no', '=', no).execute();
    return next;
  });
  if (ended === undefined) return undefined;
  const { status, submitted_by: submittedBy, agent_id: agentId } = ended;
  bus.publish({ kind: 'run', runId: id, status, submittedBy, agentId });
  return ended;
}
