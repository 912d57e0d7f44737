/** An explanation as text. */
import { escapeControls } from '../diagnostics/quote.js';
import { type Paint, plain } from '../diagnostics/render/paint.js';
import type { Enforcement, ExplainedClause, ExplainedRule, Explanation } from './explanation.js';

const ENFORCED: Readonly<Record<Enforcement['when'], string>> = {
  before: 'enforced before',
  after: 'enforced after',
  none: 'not enforced here',
};

/** Rules with their clauses, then labels, then notes. Ends with a newline unless empty. */
export function renderExplanation(explanation: Explanation, paint: Paint = plain): string {
  const { rules, labels, notes } = explanation;
  const blocks = [
    ...rules.map((rule) => ruleLines(rule, paint)),
    ...labels.map(({ name, says }) => [
      `label ${paint('message', escapeControls(name))}`,
      ...says.map((sentence) => `  ${sentence}`),
    ]),
    ...notes.map((note) => [`${paint('help', 'note')}: ${note}`]),
  ];
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function ruleLines(
  { name, reason, line, builtin, clauses }: ExplainedRule,
  paint: Paint,
): string[] {
  const place = builtin ? 'built in' : `line ${line}`;
  const because = reason === '' ? [] : [`  because ${escapeControls(JSON.stringify(reason))}`];
  return [
    `rule ${paint('message', escapeControls(name))} ${paint('gutter', `(${place})`)}`,
    ...clauses.flatMap((clause) => clauseLines(clause, builtin, paint)),
    ...because,
  ];
}

function clauseLines(clause: ExplainedClause, builtin: boolean, paint: Paint): string[] {
  const { line, text, says, enforced } = clause;
  const place = builtin ? '' : `${line}: `;
  return [
    `  ${paint('gutter', `${place}${escapeControls(text)}`)}`,
    `    ${says}`,
    ...(enforced === undefined ? [] : enforcedLines(enforced, paint)),
  ];
}

function enforcedLines({ when, why, limits = [] }: Enforcement, paint: Paint): string[] {
  const words = ENFORCED[when];
  const painted = when === 'before' ? paint('help', words) : paint('warning', words);
  return [
    `    ${painted}: ${why}`,
    ...limits.map((limit) => `    ${paint('warning', 'but')} ${limit}`),
  ];
}
