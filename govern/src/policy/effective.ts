import type { Tier } from '@rein/contract';
import type { TierProbe } from '@rein/enforce';
import {
  type Capabilities,
  type CapabilityMode,
  lowerCapabilities,
  type Program,
  type Rule,
  showRule,
} from '@rein/language';
import { enforcementOfClauses } from './enforcement.js';
import { chooseTier } from './tier.js';

/** All that a policy holds an agent to on this machine. */
export interface EffectivePolicy {
  /** What the daemon answers actions by. */
  readonly rules: readonly { readonly id: string; readonly line: number; readonly text: string }[];
  /** What the engine answers everything else by: rules as written, and those of the capabilities. */
  readonly engine: readonly {
    readonly rule: string;
    readonly from: 'policy' | 'capabilities';
    readonly clauses: readonly string[];
  }[];
  /** Where a run would be enforced. */
  readonly tier: Tier;
  /** Clauses whose effect comes late there, or not at all. */
  readonly unenforced: readonly {
    readonly rule: string;
    readonly clause: string;
    readonly when: 'after' | 'none';
    readonly why: string;
  }[];
  /** Where the engine's answer and the daemon's can differ. */
  readonly notes: readonly { readonly about: string; readonly message: string }[];
}

/** @param probed what this machine has; nothing if it is not known */
export function effectivePolicy(
  { capabilities, program }: { capabilities: Capabilities | null; program: Program },
  { mode, workspace }: { mode: CapabilityMode; workspace: string },
  probed: readonly TierProbe[],
): EffectivePolicy {
  const lowered = lowerCapabilities(capabilities, { mode, workspace });
  const whole = { ...program, rules: [...program.rules, ...lowered.rules] };
  const { tier } = chooseTier(whole, probed);
  const shown = (from: 'policy' | 'capabilities') => (rule: Rule) => ({
    ...{ rule: rule.name, from, clauses: rule.clauses.map(({ text }) => text) },
  });
  return {
    rules: (capabilities?.rules ?? []).map((rule) => ({
      ...{ id: rule.id, line: rule.line, text: showRule(rule) },
    })),
    engine: [...program.rules.map(shown('policy')), ...lowered.rules.map(shown('capabilities'))],
    tier,
    unenforced: enforcementOfClauses(whole, tier).flatMap(({ rule, clause, when, why }) =>
      when === 'before' ? [] : [{ rule, clause: clause.text, when, why }],
    ),
    notes: lowered.notes.map(({ about, message }) => ({ about, message })),
  };
}
