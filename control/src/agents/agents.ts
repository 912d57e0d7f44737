import type { Agent, CreateAgent, UpdateAgent } from '@rein/contract/api';
import type { Selectable, Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import { fault } from '../fault.js';
import type { Principal } from '../identity/principal.js';
import { newId } from '../ids.js';
import { note } from '../record/outbox.js';
import type { AgentTable, Tables } from '../store/schema.js';
import type { Db } from '../store/store.js';
import { isDuplicate } from '../store/store-fault.js';
import { keepUntilWritten } from '../store/written.js';
import { type JudgePolicy, type PolicySource, readPolicySource } from './policy-source.js';
import { resolveWorkspace } from './workspace.js';

/** An agent with what a run of it needs. */
export interface AgentRecord {
  readonly uid: string;
  readonly agent: Agent;
  readonly policy: PolicySource;
}

/** The agents of this daemon. */
export interface Agents {
  /** Throws `agent-exists`, `policy-unreadable`, `workspace-unusable`. */
  create(by: Principal, asked: CreateAgent): Promise<Agent>;
  list(): Promise<Agent[]>;
  /** Throws `no-such-agent`. */
  get(id: string): Promise<AgentRecord>;
  /** Changes the agent if it is at `version`. Throws `changed-meanwhile` and what `create` does. */
  update(by: Principal, id: string, version: number, asked: UpdateAgent): Promise<Agent>;
  /** Its tokens end with it; its runs and their records stay. Throws `agent-busy`. */
  remove(by: Principal, id: string, version: number): Promise<void>;
}

export interface AgentsOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly stateDirectory: string;
  readonly judge: JudgePolicy;
}

/** Agents that are remembered: each has the text of its policy, of a few megabytes at most. */
const KEPT = 16;

export function createAgents({ db, clock, stateDirectory, judge }: AgentsOptions): Agents {
  const readPolicy = async (path: string): Promise<PolicySource> => {
    const source = await readPolicySource(path);
    const why = judge(source);
    if (why !== undefined) throw fault('policy-unreadable', { path, why });
    return source;
  };

  const find = async (
    tx: Db | Transaction<Tables>,
    id: string,
  ): Promise<Selectable<AgentTable>> => {
    const row = await tx
      .selectFrom('agent')
      .selectAll()
      .where('agent_id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) throw fault('no-such-agent', { agent: id });
    return row;
  };

  const requireVersion = (row: Selectable<AgentTable>, version: number): void => {
    if (row.version === version) return;
    throw fault('changed-meanwhile', { what: `agent ${row.agent_id}`, found: row.version });
  };

  const get = keepUntilWritten(db, ['agent'], KEPT, async (id): Promise<AgentRecord> => {
    const row = await find(db, id);
    const { policy_path: path, policy_text: text, policy_digest: digest } = row;
    return { uid: row.uid, agent: show(row), policy: { path, text, digest } };
  });

  return {
    get,

    async create(by, asked) {
      const policy = await readPolicy(asked.policy);
      const now = clock.now();
      const row: Selectable<AgentTable> = {
        uid: newId(),
        agent_id: asked.agent_id,
        workspace: resolveWorkspace(asked.workspace, stateDirectory),
        policy_path: policy.path,
        policy_text: policy.text,
        policy_digest: policy.digest,
        mode: asked.mode,
        description: asked.description ?? null,
        created_at: now,
        created_by: by.subject,
        updated_at: now,
        deleted_at: null,
        version: 1,
      };
      try {
        await db.transaction().execute(async (tx) => {
          await tx.insertInto('agent').values(row).execute();
          await note(tx, 'agent-created', { by: by.subject, ...summary(row) });
        });
      } catch (error) {
        if (isDuplicate(error)) throw fault('agent-exists', { agent: asked.agent_id }, error);
        throw error;
      }
      return show(row);
    },

    async list() {
      const rows = await db
        .selectFrom('agent')
        .selectAll()
        .where('deleted_at', 'is', null)
        .orderBy('agent_id')
        .execute();
      return rows.map(show);
    },

    async update(by, id, version, asked) {
      const policy = asked.policy === undefined ? undefined : await readPolicy(asked.policy);
      return db.transaction().execute(async (tx) => {
        const row = await find(tx, id);
        requireVersion(row, version);
        const changed = {
          ...(asked.workspace === undefined
            ? {}
            : { workspace: resolveWorkspace(asked.workspace, stateDirectory) }),
          ...(policy === undefined
            ? {}
            : { policy_path: policy.path, policy_text: policy.text, policy_digest: policy.digest }),
          ...(asked.mode === undefined ? {} : { mode: asked.mode }),
          ...(asked.description === undefined ? {} : { description: asked.description }),
          updated_at: clock.now(),
          version: row.version + 1,
        };
        await tx.updateTable('agent').set(changed).where('uid', '=', row.uid).execute();
        const now = { ...row, ...changed };
        await note(tx, 'agent-updated', { by: by.subject, ...summary(now) });
        return show(now);
      });
    },

    async remove(by, id, version) {
      await db.transaction().execute(async (tx) => {
        const row = await find(tx, id);
        requireVersion(row, version);
        const { runs } = await tx
          .selectFrom('run')
          .select((eb) => eb.fn.countAll<number>().as('runs'))
          .where('agent_uid', '=', row.uid)
          .where('status', 'in', ['QUEUED', 'RUNNING', 'WAITING_APPROVAL'])
          .executeTakeFirstOrThrow();
        if (Number(runs) > 0) throw fault('agent-busy', { agent: id, runs: Number(runs) });
        const now = clock.now();
        await tx.updateTable('agent').set({ deleted_at: now }).where('uid', '=', row.uid).execute();
        await tx
          .updateTable('token')
          .set({ revoked_at: now })
          .where('agent_id', '=', id)
          .where((eb) => eb.or([eb('revoked_at', 'is', null), eb('revoked_at', '>', now)]))
          .execute();
        await note(tx, 'agent-deleted', { by: by.subject, agent: id });
      });
    },
  };
}

/** What the record says of an agent: enough to tell which policy was in force. */
function summary(row: Selectable<AgentTable>): Record<string, string | number> {
  const { agent_id, workspace, policy_path, policy_digest, mode, version } = row;
  return { agent: agent_id, workspace, policy: policy_path, policy_digest, mode, version };
}

function show(row: Selectable<AgentTable>): Agent {
  return {
    agent_id: row.agent_id,
    workspace: row.workspace,
    policy: row.policy_path,
    policy_digest: row.policy_digest,
    mode: row.mode,
    ...(row.description === null ? {} : { description: row.description }),
    created_at: row.created_at,
    created_by: row.created_by,
    updated_at: row.updated_at,
    version: row.version,
  };
}
