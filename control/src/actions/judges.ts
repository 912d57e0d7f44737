import type { AgentRecord, Agents } from '../agents/agents.js';
import { policyRoot } from '../runs/new-run.js';
import { agentOfRun } from '../runs/policy-of-run.js';
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
    ofRun: async (run) => ofAgent(await agentOfRun(agents, run, folderOf(run.id))),
  };
}
