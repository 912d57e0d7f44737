/** Sections that feedback and records are written from: clauses, rules, gates, labels. */
import { strength } from '@rein/contract';
import { eventText } from '../check/gate-text.js';
import type { Context } from './context.js';
import { hintOf } from './hint.js';
import { SectionWriter } from './section.js';
import type { Strings } from './strings.js';

/** `gateLists`: the gates of each clause; `gatesAt`: where in `set_atoms` each list stands. */
export function textSections(
  { program, gates }: Context,
  labels: readonly string[],
  gateLists: readonly (readonly number[])[],
  gatesAt: readonly number[],
  strings: Strings,
): readonly SectionWriter[] {
  const rules = new SectionWriter('rules', program.rules.length);
  const clauses = new SectionWriter('clauses', gateLists.length);
  let number = 0;
  program.rules.forEach((rule, index) => {
    rules.span(strings.of(rule.name)).span(strings.of(rule.reason));
    rules.u32(rule.line).u32(rule.builtin ? 1 : 0);
    for (const clause of rule.clauses) {
      const waits = gateLists[number] ?? [];
      clauses.u32(index).u32(rule.builtin ? 0 : clause.line);
      clauses
        .u16(strength(clause.effect))
        .u16(waits.length)
        .u32(gatesAt[number] ?? 0);
      clauses.span(strings.of(hintOf(clause, waits, gates))).span(strings.of(clause.text));
      number += 1;
    }
  });
  const gateTexts = new SectionWriter('gates', gates.length);
  for (const { text, opener } of gates) {
    gateTexts.span(strings.of(text)).span(strings.of(eventText(opener)));
  }
  const labelTexts = new SectionWriter('labels', labels.length);
  for (const label of labels) labelTexts.span(strings.of(label));
  return [clauses, rules, gateTexts, labelTexts];
}
