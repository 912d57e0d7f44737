import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { POLICY_COPY, readRunFile } from '@rein/enforce';
import type { AgentRecord, Agents } from '../agents/agents.js';
import { fault } from '../fault.js';
import type { RunRow } from './run-row.js';

/**
 * The agent of a run with the policy that the run began with or was put under, whatever the agent has
 * now. Throws `no-such-agent` if that was deleted, `policy-unreadable`.
 */
export async function agentOfRun(
  agents: Agents,
  run: RunRow,
  folder: string,
): Promise<AgentRecord> {
  const agent = await agents.get(run.agent_id);
  if (agent.uid !== run.agent_uid) throw fault('no-such-agent', { agent: run.agent_id });
  const { digest } = agent.policy;
  if (digest === run.policy_digest) return agent;
  const path = pathIn(folder) ?? agent.policy.path;
  const text = await readFile(join(folder, POLICY_COPY), 'utf8').catch(() => '');
  if (createHash('sha256').update(text).digest('hex') !== run.policy_digest) {
    throw fault('policy-unreadable', { path, why: 'it changed since the run began' });
  }
  return { ...agent, policy: { path, text, digest: run.policy_digest } };
}

/** Where the policy of a run with processes was read from: what its patterns are relative to. */
function pathIn(folder: string): string | undefined {
  try {
    return readRunFile(folder).policy;
  } catch {
    return undefined;
  }
}
