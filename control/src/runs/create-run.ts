import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateRun, Run } from '@rein/contract/api';
import { makeRunFolder, nameRun, POLICY_COPY } from '@rein/enforce';
import type { Transaction } from 'kysely';
import type { AgentRecord } from '../agents/agents.js';
import { fault, reasonOf } from '../fault.js';
import { authorize, requireAgent } from '../identity/authorize.js';
import type { Principal } from '../identity/principal.js';
import { LIMITS } from '../limits.js';
import { note } from '../record/outbox.js';
import type { Tables } from '../store/schema.js';
import type { Db } from '../store/store.js';
import { isDuplicate } from '../store/store-fault.js';
import { leaveToCaller } from './attached.js';
import type { Desk } from './desk.js';
import { cwdOf, digestOf, type LaunchOptions, launchOf, rowOf } from './new-run.js';
import type { RunRow } from './run-row.js';
import { startRunner } from './start-runner.js';

/** See `Runs.create`. */
export async function createRun(
  desk: Desk,
  by: Principal,
  asked: CreateRun,
  key: string | undefined,
): Promise<Run> {
  const { db, bus, agents, state, runsMax } = desk.options;
  authorize(by, 'runs:submit');
  const again = key === undefined ? undefined : await findByKey(db, by.subject, key);
  if (again !== undefined) return desk.show(requireSame(again, asked));
  requireAgent(by, asked.agent_id);
  const agent = await agents.get(asked.agent_id);
  const cwd = cwdOf(asked, agent.agent.workspace, state);
  await requireRoom(db, asked.command !== undefined, runsMax);

  const named = nameRun(state);
  const { run } = named;
  makeRunFolder(named);
  const other = await submit(desk, by, asked, agent, { run, cwd, key });
  if (other !== undefined) return desk.show(requireSame(other, asked));
  desk.follow(run);
  const { command } = asked;
  if (command === undefined) await startSession(desk, by, asked, agent, { run, cwd });
  else await startProcess(desk, { by, asked, agent, run, cwd });
  const made = await desk.find(run);
  const { status, submitted_by: submittedBy, agent_id: agentId } = made;
  bus.publish({ kind: 'run', runId: run, status, submittedBy, agentId });
  return desk.show(made);
}

interface NewRun {
  readonly run: string;
  readonly cwd: string;
}

/** Puts the run down; the one that was faster under the same key, if there is one. */
async function submit(
  { options: { db, clock } }: Desk,
  by: Principal,
  asked: CreateRun,
  agent: AgentRecord,
  { run, cwd, key }: NewRun & { readonly key: string | undefined },
): Promise<RunRow | undefined> {
  const row = rowOf(by, asked, agent, run, cwd, clock.now(), key);
  try {
    await db.transaction().execute(async (tx) => {
      // It may have been deleted since it was read.
      await requireLive(tx, agent);
      await tx.insertInto('run').values(row).execute();
      const { agent_id, policy_digest } = row;
      await note(tx, 'run-submitted', {
        by: by.subject,
        of_run: run,
        agent: agent_id,
        policy_digest,
      });
    });
    return undefined;
  } catch (error) {
    const other =
      isDuplicate(error) && key !== undefined ? await findByKey(db, by.subject, key) : undefined;
    if (other === undefined) throw error;
    return other;
  }
}

/** Throws `no-such-agent`. */
async function requireLive(tx: Transaction<Tables>, { uid, agent }: AgentRecord): Promise<void> {
  const found = await tx
    .selectFrom('agent')
    .select('uid')
    .where('uid', '=', uid)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (found === undefined) throw fault('no-such-agent', { agent: agent.agent_id });
}

/** As `beginSession`; the run is over if that cannot be. */
async function startSession(...of: Parameters<typeof beginSession>): Promise<void> {
  const [desk, , , , { run }] = of;
  try {
    await beginSession(...of);
  } catch (error) {
    const why = `its record could not be begun: ${reasonOf(error)}`;
    await desk.endWithoutRecord(run, why).catch(desk.options.onFault);
    throw error;
  }
}

/** A run without a process: the daemon writes its record. */
async function beginSession(
  desk: Desk,
  by: Principal,
  { budgets = {}, provenance = {} }: CreateRun,
  { agent, policy }: AgentRecord,
  { run, cwd }: NewRun,
): Promise<void> {
  const record = desk.sessions.recordOf(desk.placeOf(run));
  await record.append('start', {
    ...{ agent: agent.agent_id, submitted_by: by.subject, cwd, budgets, provenance },
    ...{ policy: policy.path, policy_digest: policy.digest },
  });
  await record.append('started', {});
  // Actions of the run are decided by this, whatever the agent's policy is by then.
  writeFileSync(join(desk.placeOf(run).folder, POLICY_COPY), policy.text, { mode: 0o600 });
  await desk.follow(run).catchUp();
}

/** Starts the runner of a run. Throws `run-not-started`; the run is over then. */
export async function startProcess(
  desk: Desk,
  of: Pick<LaunchOptions, 'by' | 'asked' | 'agent' | 'run' | 'cwd' | 'continues'>,
): Promise<void> {
  const { db, engine, askSeconds, sockets, secrets, state, runner } = desk.options;
  const { run, asked } = of;
  const { folder } = desk.placeOf(run);
  try {
    const launch = launchOf({
      ...{ ...of, folder, state, askSeconds, sockets, secrets },
      ...(engine === undefined ? {} : { engine }),
    });
    if (asked.attached === true) {
      leaveToCaller(desk, launch);
      return;
    }
    const { pid, start } = startRunner(runner, launch);
    const members = { runner_pid: pid, runner_start: start };
    await db.updateTable('run').set(members).where('id', '=', run).execute();
  } catch (error) {
    await desk.close(run, { why: `the runner could not be started: ${reasonOf(error)}` });
    throw fault('run-not-started', { why: reasonOf(error) }, error);
  }
}

async function findByKey(db: Db, subject: string, key: string): Promise<RunRow | undefined> {
  return db
    .selectFrom('run')
    .selectAll()
    .where('submitted_by', '=', subject)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

function requireSame(row: RunRow, asked: CreateRun): RunRow {
  if (row.request_digest !== digestOf(asked)) throw fault('key-reused', {});
  return row;
}

/** Runs with a process have one limit, those without another. Throws `too-many-runs`. */
export async function requireRoom(db: Db, hasProcess: boolean, runsMax: number): Promise<void> {
  const limit = hasProcess ? runsMax : LIMITS.sessions;
  const { live } = await db
    .selectFrom('run')
    .select((eb) => eb.fn.countAll<number>().as('live'))
    .where('status', 'in', ['QUEUED', 'RUNNING', 'WAITING_APPROVAL'])
    .where((eb) =>
      hasProcess
        ? eb.or([eb('command', 'is not', null), eb('runner_pid', 'is not', null)])
        : eb.and([eb('command', 'is', null), eb('runner_pid', 'is', null)]),
    )
    .executeTakeFirstOrThrow();
  if (Number(live) >= limit) throw fault('too-many-runs', { limit });
}
