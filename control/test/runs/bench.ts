import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createAgents } from '../../src/agents/agents.js';
import { createApprovals } from '../../src/approvals/approvals.js';
import { createClock } from '../../src/clock.js';
import type { RunsOptions } from '../../src/runs/desk.js';
import { createRuns } from '../../src/runs/runs.js';
import { bundle } from '../bundle.js';
import { newStand, principal } from '../stand.js';

export const TEST_ENGINE = fileURLToPath(new URL('../engine/test-engine.py', import.meta.url));
/** The runner as it stands in the sources; in use it is the built one. */
export const RUNNER = { program: process.execPath, args: [await bundle('src/runner/main.ts')] };

export const submitter = principal('run_submitter', 'sam');
export const admin = principal('admin', 'ada');

const POLICY = `version: 1
policy: |
  rule ask-push:
    ask exec "git" "push"
    because "A person looks first."
`;

/** Everything that runs need, with an engine that really runs commands. */
export async function newBench(over: Partial<RunsOptions> = {}) {
  const stand = await newStand();
  const { db, bus, directory } = stand;
  const clock = createClock();
  const workspace = join(directory, 'workspace');
  const state = join(directory, 'state');
  mkdirSync(workspace);
  mkdirSync(join(state, 'runs'), { recursive: true, mode: 0o700 });
  const policy = join(directory, 'rein.yaml');
  writeFileSync(policy, POLICY);
  const agents = createAgents({ db, clock, stateDirectory: state, judge: () => undefined });
  const faults: unknown[] = [];
  const approvals = createApprovals({ db, clock, bus });
  const options: RunsOptions = {
    ...{ db, clock, bus, approvals, agents, state },
    runner: RUNNER,
    engine: TEST_ENGINE,
    askSeconds: 60,
    runsMax: 8,
    sockets: [],
    secrets: [],
    onOver: () => undefined,
    onFault: (error) => void faults.push(error),
    ...over,
  };
  const runs = createRuns(options);
  onTestFinished(() => runs.stop());
  await agents.create(admin, { agent_id: 'researcher', workspace, policy, mode: 'guard' });
  return { ...stand, clock, workspace, state, agents, approvals, runs, options, faults };
}

/** Waits for something to become true; the test's own limit ends it if it never does. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
