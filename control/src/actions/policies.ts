import type { EffectivePolicy, Evaluation, evaluateSchema } from '@rein/contract/api';
import { effectivePolicy, tiersHere } from '@rein/govern';
import { type CapabilityRule, check, parsePolicyFile, readAction, showRule } from '@rein/language';
import type * as z from 'zod';
import type { Agents } from '../agents/agents.js';
import { badRequest, fault } from '../fault.js';
import { createJudge, decisionOf, type Judged } from './judge.js';
import type { Judges } from './judges.js';

/** Questions about policies. The judge is the one that actions meet. */
export interface Policies {
  /** Throws `no-such-agent`, `policy-unreadable`, `bad-request`. */
  evaluate(asked: z.infer<typeof evaluateSchema>): Promise<Evaluation>;
  effective(agentId: string): Promise<EffectivePolicy>;
}

/** Stands for the workspace of a policy that belongs to no agent. */
const NOWHERE = '/workspace';

/** @param engine its program; the built one if not given */
export function createPolicies(agents: Agents, judges: Judges, engine?: string): Policies {
  // What the machine has does not change while it runs.
  let tiers: ReturnType<typeof tiersHere> | undefined;
  return {
    async evaluate({ agent_id, policy, capability, resource, args }) {
      if ((agent_id === undefined) === (policy === undefined)) {
        const message = 'give either `agent_id` or `policy`';
        throw badRequest([{ path: 'agent_id', message }]);
      }
      const judge =
        agent_id === undefined
          ? createJudge({
              ...{
                path: 'policy',
                text: policy ?? '',
                root: NOWHERE,
                workspace: NOWHERE,
                agent: '',
              },
            })
          : judges.ofAgent(await agents.get(agent_id));
      const read = readAction(capability, args, resource);
      if (!read.ok) {
        return { decision: 'DENY', reason: read.why, applied: [], near_misses: [] };
      }
      return shown(judge.judge(read.action));
    },

    async effective(agentId) {
      const { agent, policy } = await agents.get(agentId);
      const document = parsePolicyFile(Buffer.from(policy.text));
      const { program } = check(document);
      if (program === null) {
        throw fault('policy-unreadable', { path: policy.path, why: 'it has errors' });
      }
      const { capabilities } = document;
      const { mode, workspace } = agent;
      tiers ??= tiersHere(engine);
      const found = effectivePolicy({ capabilities, program }, { mode, workspace }, await tiers);
      return {
        ...{ agent_id: agentId, mode, policy: policy.path, policy_digest: policy.digest },
        rules: found.rules.map((rule) => ({ ...rule, layer: 'agent' as const })),
        engine: found.engine.map((rule) => ({ ...rule, clauses: [...rule.clauses] })),
        tier: found.tier,
        unenforced: [...found.unenforced],
        notes: [...found.notes],
      };
    },
  };
}

function shown({ verdict, by, reason, decision, rule }: Judged): Evaluation {
  const place = (one: CapabilityRule) => ({ rule: one.id, line: one.line });
  return {
    decision: decisionOf(verdict),
    ...(by === undefined ? {} : { rule: by }),
    ...(rule === null || by !== rule.id ? {} : { line: rule.line }),
    reason,
    applied: decision.applied.map((one) => ({ ...place(one), text: showRule(one) })),
    near_misses: decision.nearMisses.map((near) => ({ ...place(near.rule), why: near.why })),
  };
}
