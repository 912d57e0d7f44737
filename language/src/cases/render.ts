/** Results of cases for a person. */
import { escapeControls } from '../diagnostics/quote.js';
import { type Paint, plain } from '../diagnostics/render/paint.js';
import type { CaseResult, Decided, StepResult } from './run-cases.js';

/** A line per case; below one that failed, each step that came out otherwise. */
export function renderCaseResults(results: readonly CaseResult[], paint: Paint = plain): string {
  const lines = results.flatMap((result) => [
    `${result.ok ? paint('help', 'ok') : paint('error', 'failed')} ${escapeControls(result.name)}`,
    ...result.steps.filter(({ ok }) => !ok).flatMap((step) => stepLines(step, paint)),
  ]);
  const failed = results.filter(({ ok }) => !ok).length;
  const cases = `${results.length} case${results.length === 1 ? '' : 's'}`;
  return `${[...lines, failed === 0 ? `${cases}, all ok` : `${cases}, ${failed} failed`].join('\n')}\n`;
}

function stepLines({ line, text, expected, decided }: StepResult, paint: Paint): string[] {
  return [
    `  line ${line}: ${escapeControls(text)}`,
    `    expected ${paint('message', escapeControls(expected))}, got ${paint('message', gotWords(decided))}`,
  ];
}

function gotWords(decided: Decided | null): string {
  if (decided === null) return 'nothing';
  const { verdict, rule } = decided;
  return rule === null ? verdict : escapeControls(`${verdict} ${rule}`);
}
