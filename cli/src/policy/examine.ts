import type { Tier } from '@rein/contract';
import { type ClauseEnforcement, enforcementOfClauses, hostFacts } from '@rein/govern';
import type { Diagnostic, Findings, PolicySettings, Program } from '@rein/language';
import { compile } from './compile.js';
import { loadPolicy, type PolicySource } from './load.js';

export type Verdict =
  | { readonly kind: 'valid'; readonly rules: number; readonly clauses: number }
  | { readonly kind: 'invalid' };

/** All that `rein check` finds out about one policy. */
export interface Examined {
  readonly source: PolicySource;
  readonly findings: Findings;
  readonly verdict: Verdict;
  readonly program: Program | null;
  readonly settings: PolicySettings;
  readonly tier: Tier;
  /** Every clause with what this machine does about it. */
  readonly clauses: readonly ClauseEnforcement[];
  /** Those of them that come too late or not at all. */
  readonly weak: readonly ClauseEnforcement[];
}

/** Checks a policy, and compiles it as `rein run` would: some limits show only then. */
export function examine(name: string, source: PolicySource, tier: Tier = 'supervisor'): Examined {
  const { document, program, diagnostics, dropped } = loadPolicy(source);
  const refused: readonly Diagnostic[] =
    program === null ? [] : refusals(document.text, program, source);
  const all = [...diagnostics, ...refused];
  const clauses = program === null ? [] : enforcementOfClauses(program, tier);
  const valid = program !== null && refused.length === 0;
  return {
    source,
    findings: { name, text: document.text, diagnostics: all, dropped },
    verdict: valid
      ? { kind: 'valid', rules: program.rules.length, clauses: clauses.length }
      : { kind: 'invalid' },
    program,
    settings: document.settings,
    tier,
    clauses,
    weak: clauses.filter(({ when }) => when !== 'before'),
  };
}

function refusals(text: string, program: Program, { root }: PolicySource): readonly Diagnostic[] {
  const compiled = compile(text, program, hostFacts(root));
  return compiled.ok ? [] : compiled.diagnostics;
}
