import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Budgets } from '@rein/contract/api';
import { isAlive } from '@rein/enforce';
import type { KnownState } from '@rein/language';
import type { AgentRecord } from '../agents/agents.js';
import { reasonOf } from '../fault.js';
import { LIMITS } from '../limits.js';
import type { RunRecord } from '../record/run-record.js';
import type { SpawnAsked, Spawned } from '../runner/protocol.js';
import { runnerOf } from './close-out.js';
import { requireRoom, startProcess } from './create-run.js';
import type { Desk } from './desk.js';
import { readTail } from './log-tail.js';
import { agentOfRun } from './policy-of-run.js';
import { hasRunner, type RunRow, showRun } from './run-row.js';

const LOOK_MS = 20;

/**
 * Starts a program in a run, governed with everything else of it. A run that had no process until
 * now gets an engine first, and a runner, which goes on with its record.
 */
export async function spawnInRun(desk: Desk, row: RunRow, asked: SpawnAsked): Promise<Spawned> {
  if (!(await isHosted(desk, row))) await host(desk, row);
  const link = desk.linkOf(row.id);
  await untilItAnswers(desk, row.id);
  return link.spawn(asked);
}

/** What a run has met; undefined for one that never had a process: nobody knows what its agent has. */
export async function stateOfRun(desk: Desk, row: RunRow): Promise<KnownState | undefined> {
  if (!(await isHosted(desk, row))) return undefined;
  // Its runner may be on its way or gone: then it is not known.
  return desk
    .linkOf(row.id)
    .state()
    .catch(() => undefined);
}

/** Reads a file in the run too, for its labels. Why the run may not, if so. */
export async function readInRun(
  desk: Desk,
  row: RunRow,
  path: string,
): Promise<string | undefined> {
  return (await isHosted(desk, row)) ? desk.linkOf(row.id).read(path) : undefined;
}

/** Puts on a file that is written for the run what its asking carries. Why it could not, if so. */
export async function labelInRun(
  desk: Desk,
  row: RunRow,
  path: string,
): Promise<string | undefined> {
  // Before there is a process, whatever comes to read it carries what was read for the run.
  return (await isHosted(desk, row)) ? desk.linkOf(row.id).label(path) : undefined;
}

async function isHosted(desk: Desk, row: RunRow): Promise<boolean> {
  const hosting = desk.hosted.get(row.id);
  await hosting;
  return hosting !== undefined || hasRunner(row);
}

/** Where entries of a live run go: to the runner, once there is one. */
export function recordOfRun(desk: Desk, row: RunRow): RunRecord {
  const { id } = row;
  const hosted: RunRecord = { append: (kind, fields) => desk.linkOf(id).append(kind, fields) };
  if (hasRunner(row)) return hosted;
  const own = desk.sessions.recordOf(desk.placeOf(id));
  return {
    async append(kind, fields) {
      const hosting = desk.hosted.get(id);
      if (hosting === undefined) return own.append(kind, fields);
      await hosting;
      return hosted.append(kind, fields);
    },
  };
}

/** Waits for a runner that is starting, for as long as it lives: loading hooks can take minutes. */
async function untilItAnswers(desk: Desk, id: string): Promise<void> {
  const { folder } = desk.placeOf(id);
  const deadline = performance.now() + LIMITS.hostMs;
  for (;;) {
    try {
      return await desk.linkOf(id).open();
    } catch (error) {
      const runner = runnerOf(folder);
      const isGone = runner !== undefined && !isAlive(runner);
      if (isGone || performance.now() >= deadline) throw error;
      await sleep(LOOK_MS);
    }
  }
}

function host(desk: Desk, row: RunRow): Promise<void> {
  const hosting = hostNow(desk, row);
  desk.hosted.set(row.id, hosting);
  return hosting;
}

async function hostNow(desk: Desk, row: RunRow): Promise<void> {
  const { db, runsMax, agents } = desk.options;
  const { id: run, cwd, agent_id, submitted_by: subject } = row;
  const place = desk.placeOf(run);
  let agent: AgentRecord;
  try {
    agent = await agentOfRun(agents, row, place.folder);
    await requireRoom(db, true, runsMax);
    await desk.sessions.handOver(place);
  } catch (error) {
    desk.hosted.delete(run);
    throw error;
  }
  const { budgets, provenance } = showRun(row, 0);
  const left = leftOf(budgets, desk.options.clock.now() - row.created_at);
  await startProcess(desk, {
    ...{ run, cwd, agent, continues: true },
    by: { standing: 'run_submitter', subject },
    asked: { agent_id, budgets: left, provenance, actions: true },
  });
  // What is recorded from here on goes to the runner: it has to be there.
  const link = desk.linkOf(run);
  try {
    await untilItAnswers(desk, run);
  } catch (error) {
    // The record is the runner's by now: nobody else can go on with the run.
    await desk.close(run, { why: `its engine could not be started: ${reasonOf(error)}` });
    throw error;
  }
  for (const path of readBefore(place.folder)) {
    await link.read(join(agent.agent.workspace, path)).catch(() => undefined);
  }
}

/** Its time began with the run, not with its first process. */
function leftOf(budgets: Budgets, usedMs: number): Budgets {
  const { seconds } = budgets;
  return seconds === undefined
    ? budgets
    : { ...budgets, seconds: Math.max(0.001, seconds - usedMs / 1000) };
}

/** Files that were read for the run while it had no process, as they were asked for. */
function readBefore(folder: string): ReadonlySet<string> {
  const paths = new Set<string>();
  let offset = 0;
  for (let more = true; more; ) {
    const tail = readTail(folder, offset);
    for (const { kind, entry } of tail.entries) {
      const { capability, decision, resource } = entry;
      if (kind === 'action' && capability === 'fs.read' && decision !== 'DENY') {
        paths.add(String(resource));
      }
    }
    ({ next: offset, more } = tail);
  }
  return paths;
}
