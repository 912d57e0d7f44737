import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentRecord, Agents } from '../agents/agents.js';
import { fault } from '../fault.js';
import { policyRoot } from '../runs/new-run.js';
import type { RunRow } from '../runs/run-row.js';
import { createJudge, type Judge } from './judge.js';

/** Compiled policies that are kept. Each is a few megabytes at most. */
const KEPT = 64;

/** Finds the judge of a run: by the policy that the run began with, whatever its agent has now. */
export interface Judges {
  /** Throws `policy-unreadable`. */
  ofRun(run: RunRow): Promise<Judge>;
  ofAgent(agent: AgentRecord): Judge;
}

export function createJudges(agents: Agents, folderOf: (run: string) => string): Judges {
  const judges = new Map<string, Judge>();

  const ofAgent = ({ agent, policy }: AgentRecord): Judge => {
    const { workspace, agent_id } = agent;
    const key = [policy.digest, policy.path, workspace, agent_id].join('\n');
    const known = judges.get(key);
    if (known !== undefined) return known;
    const { path, text } = policy;
    const judge = createJudge({ path, text, root: policyRoot(path), workspace, agent: agent_id });
    const [oldest] = judges.keys();
    if (judges.size >= KEPT && oldest !== undefined) judges.delete(oldest);
    judges.set(key, judge);
    return judge;
  };

  return {
    ofAgent,
    async ofRun(run) {
      const agent = await agents.get(run.agent_id);
      if (agent.uid !== run.agent_uid) throw fault('no-such-agent', { agent: run.agent_id });
      const { digest, path } = agent.policy;
      if (digest === run.policy_digest) return ofAgent(agent);
      const text = await readFile(join(folderOf(run.id), 'policy.yaml'), 'utf8').catch(() => '');
      if (createHash('sha256').update(text).digest('hex') !== run.policy_digest) {
        throw fault('policy-unreadable', { path, why: 'it changed since the run began' });
      }
      return ofAgent({ ...agent, policy: { path, text, digest: run.policy_digest } });
    },
  };
}
