import type { Evaluation } from '@rein/contract/api';
import { type CapabilityRule, type Judged, type RuleEffect, showRule } from '@rein/language';
import { foreign } from '../terminal/foreign.js';
import type { Colors } from '../terminal/style.js';

/** The words of an answer, as the daemon's interface has them. */
export const DECISIONS = {
  allow: 'ALLOW',
  ask: 'REQUIRE_APPROVAL',
  deny: 'DENY',
} as const satisfies Record<RuleEffect, Evaluation['decision']>;

/** An answer of the judge in the form of the daemon's. */
export function evaluationOf({ verdict, by, reason, rule, decision }: Judged): Evaluation {
  const place = (one: CapabilityRule) => ({ rule: one.id, line: one.line });
  return {
    decision: DECISIONS[verdict],
    ...(by === undefined ? {} : { rule: by }),
    ...(rule === null || by !== rule.id ? {} : { line: rule.line }),
    reason,
    applied: decision.applied.map((one) => ({ ...place(one), text: showRule(one) })),
    near_misses: decision.nearMisses.map((near) => ({ ...place(near.rule), why: near.why })),
  };
}

/** An answer for a person. */
export function answerText(answer: Evaluation, colors: Colors): string {
  const { decision, rule, line, reason, applied, near_misses } = answer;
  const paint = { ALLOW: colors.green, DENY: colors.red, REQUIRE_APPROVAL: colors.yellow };
  const where = line === undefined ? '' : ` in line ${line}`;
  const by = rule === undefined ? '' : ` by ${foreign(rule)}${where}`;
  return [
    `${paint[decision](decision)}${by}: ${foreign(reason)}`,
    ...applied.map(
      (one) => `  applies: ${foreign(one.rule)} (line ${one.line}): ${foreign(one.text)}`,
    ),
    ...near_misses.map(
      (near) => `  does not: ${foreign(near.rule)} (line ${near.line}), since ${foreign(near.why)}`,
    ),
    '',
  ].join('\n');
}
