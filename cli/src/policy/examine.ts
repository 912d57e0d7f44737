import type { Tier } from '@rein/contract';
import type { TierProbe } from '@rein/enforce';
import {
  type ClauseEnforcement,
  chooseTier,
  enforcementOfClauses,
  hostFacts,
  type TierChoice,
} from '@rein/govern';
import type { Diagnostic, Findings, PolicySettings, Program } from '@rein/language';
import { compile } from './compile.js';
import { loadPolicy, type PolicySource } from './load.js';

export type Verdict =
  | {
      readonly kind: 'valid';
      readonly rules: number;
      readonly clauses: number;
      /** Rules of `capabilities:`. */
      readonly capabilities: number;
    }
  | { readonly kind: 'invalid' };

/** All that `rein check` finds out about one policy. */
export interface Examined {
  readonly source: PolicySource;
  readonly findings: Findings;
  readonly verdict: Verdict;
  readonly program: Program | null;
  readonly settings: PolicySettings;
  /** What `rein run` would take, and why nothing stronger. */
  readonly tier: Tier;
  readonly passedOver: TierChoice['passedOver'];
  /** Every clause with what this machine does about it. */
  readonly clauses: readonly ClauseEnforcement[];
  /** Those of them whose effect does not come: `rein run` refuses the policy. */
  readonly missing: readonly ClauseEnforcement[];
  /** Those of them whose effect comes after the operation. */
  readonly late: readonly ClauseEnforcement[];
}

/**
 * Checks a policy, and compiles it as `rein run` would: some limits show only then. What the machine
 * has may still be on its way.
 */
export async function examine(
  name: string,
  source: PolicySource,
  probing: Promise<readonly TierProbe[]>,
): Promise<Examined> {
  const { document, program, diagnostics, dropped } = loadPolicy(source);
  const refused: readonly Diagnostic[] =
    program === null ? [] : refusals(document.text, program, source);
  const all = [...diagnostics, ...refused];
  const { tier, passedOver } = chooseTier(program, await probing);
  const clauses = program === null ? [] : enforcementOfClauses(program, tier);
  const valid = program !== null && refused.length === 0;
  return {
    source,
    findings: { name, text: document.text, diagnostics: all, dropped },
    verdict: valid
      ? {
          ...{ kind: 'valid', rules: program.rules.length, clauses: clauses.length },
          capabilities: document.capabilities?.rules.length ?? 0,
        }
      : { kind: 'invalid' },
    program,
    settings: document.settings,
    tier,
    passedOver,
    clauses,
    missing: clauses.filter(({ when }) => when === 'none'),
    late: clauses.filter(({ when }) => when === 'after'),
  };
}

function refusals(text: string, program: Program, { root }: PolicySource): readonly Diagnostic[] {
  const compiled = compile(text, program, hostFacts(root));
  return compiled.ok ? [] : compiled.diagnostics;
}
