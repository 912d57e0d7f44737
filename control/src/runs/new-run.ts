import { createHash, randomBytes } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { CreateRun } from '@rein/contract/api';
import { FEEDBACK_FILE } from '@rein/enforce';
import type { Insertable } from 'kysely';
import type { AgentRecord } from '../agents/agents.js';
import { resolveWorkspace } from '../agents/workspace.js';
import { fault } from '../fault.js';
import type { Principal } from '../identity/principal.js';
import type { Launch } from '../runner/launch.js';
import type { RunTable } from '../store/schema.js';

/** What of the daemon's own environment a run may see; `rein hook` finds its feedback by the last. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TERM',
  'TZ',
  'USER',
  'LOGNAME',
  'XDG_STATE_HOME',
];

/** The directory a run starts in. Throws `workspace-unusable` if it lies outside the workspace. */
export function cwdOf(asked: CreateRun, workspace: string, state: string): string {
  if (asked.cwd === undefined) return workspace;
  const cwd = resolveWorkspace(asked.cwd, state);
  if (cwd === workspace || cwd.startsWith(`${workspace}/`)) return cwd;
  throw fault('workspace-unusable', { path: asked.cwd, why: 'it lies outside the workspace' });
}

/** Tells two requests apart that were sent under one idempotency key. */
export function digestOf(asked: CreateRun): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

/** The row of a run that is about to start. */
export function rowOf(
  by: Principal,
  asked: CreateRun,
  agent: AgentRecord,
  run: string,
  cwd: string,
  now: number,
  key: string | undefined,
): Insertable<RunTable> {
  return {
    id: run,
    agent_uid: agent.uid,
    agent_id: agent.agent.agent_id,
    status: 'QUEUED',
    submitted_by: by.subject,
    command: asked.command === undefined ? null : JSON.stringify(asked.command),
    cwd,
    budgets: JSON.stringify(asked.budgets ?? {}),
    provenance: JSON.stringify(asked.provenance ?? {}),
    policy_digest: agent.policy.digest,
    created_at: now,
    idempotency_key: key ?? null,
    request_digest: digestOf(asked),
    log_offset: 0,
    events: 0,
    version: 1,
  };
}

/** Where relative patterns of a policy start: its folder, or the one around `.rein`. */
export function policyRoot(path: string): string {
  const folder = dirname(path);
  return basename(folder) === '.rein' ? dirname(folder) : folder;
}

export interface LaunchOptions {
  readonly by: Principal;
  readonly asked: CreateRun;
  readonly agent: AgentRecord;
  readonly run: string;
  readonly folder: string;
  readonly cwd: string;
  readonly state: string;
  readonly engine?: string;
  readonly askSeconds: number;
  readonly sockets: readonly string[];
  readonly secrets: readonly string[];
  /** See `launchSchema`. */
  readonly continues?: true;
}

/** What the runner of a new run is told. */
export function launchOf(options: LaunchOptions): Launch {
  const { by, asked, agent, run, folder, cwd, state, engine, askSeconds } = options;
  const { command = [], actions = false } = asked;
  const { path, text, digest } = agent.policy;
  // On a terminal it is the environment of that terminal, which the daemon does not have.
  const wanted = asked.attached === true ? [] : PASSED_ON;
  const inherited = wanted.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...{ run, folder, cwd, state, askSeconds },
    agent: agent.agent.agent_id,
    submittedBy: by.subject,
    command: [...command],
    actions: actions || command.length === 0,
    continues: options.continues ?? false,
    env: {
      ...Object.fromEntries(inherited),
      ...asked.env,
      REIN_RUN_ID: run,
      REIN_FEEDBACK_FILE: `${folder}/${FEEDBACK_FILE}`,
      REIN_POLICY_FILE: path,
      REIN_PROJECT_DIR: agent.agent.workspace,
    },
    policy: { path, text, digest, root: policyRoot(path) },
    capabilities: {
      mode: agent.agent.mode,
      workspace: agent.agent.workspace,
    },
    ...(engine === undefined ? {} : { engine }),
    budgets: asked.budgets ?? {},
    provenance: asked.provenance ?? {},
    // The sockets of all runners lie below it: runs must not reach each other's either.
    sockets: [...options.sockets, state],
    secrets: [...options.secrets, `${folder}/key.runner`],
    key: randomBytes(32).toString('hex'),
  };
}
