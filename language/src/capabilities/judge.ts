/** The whole answer of a policy to an action: its capabilities and its rules together. */
import type { CapabilityAction } from './action.js';
import type { Capabilities, CapabilityRule, RuleEffect } from './capability.js';
import { type CapabilityDecision, createEvaluator } from './evaluate.js';
import {
  type KnownState,
  type PolicyPlace,
  type PolicyVerdict,
  policyVerdict,
} from './policy-verdict.js';

export interface Judged {
  readonly verdict: RuleEffect;
  /** The capability's rule that decided, for its limits; null when none applied. */
  readonly rule: CapabilityRule | null;
  /** What decided: the id of a capability's rule, or the name of a rule of the policy. */
  readonly by?: string;
  readonly reason: string;
  readonly decision: CapabilityDecision;
}

export interface ActionJudge {
  /** Without a state the run is not known: it may have met anything. */
  judge(action: CapabilityAction, state?: KnownState): Judged;
}

/** The one judge of actions: the daemon and every dry run ask it. */
export function createActionJudge(
  capabilities: Capabilities | null,
  place: PolicyPlace,
): ActionJudge {
  const evaluator = createEvaluator(capabilities);
  return {
    judge: (action, state) =>
      join(evaluator.decide(action), () => policyVerdict(place, action, state)),
  };
}

/** A rule of the policy can make the answer stronger, never weaker. */
function join(decision: CapabilityDecision, rules: () => PolicyVerdict): Judged {
  const { verdict, rule, reason } = decision;
  const own = { verdict, rule, reason, decision, ...(rule === null ? {} : { by: rule.id }) };
  if (verdict === 'deny') return own;
  const beneath = rules();
  switch (beneath.verdict) {
    case 'none':
    case 'notify':
      return own;
    case 'ask':
      return verdict === 'ask' ? own : { ...own, ...named(beneath), verdict: 'ask' };
    case 'block':
    case 'kill':
      return { ...own, ...named(beneath), verdict: 'deny' };
    default:
      return beneath.verdict satisfies never;
  }
}

function named({ rule, reason }: PolicyVerdict): { readonly by: string; readonly reason: string } {
  return { by: rule, reason: reason === '' ? `the rule \`${rule}\` of the policy` : reason };
}
