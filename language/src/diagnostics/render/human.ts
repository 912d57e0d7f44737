/** Diagnostics for a person. */
import type { Diagnostic } from '../diagnostic.js';
import { createLines } from '../lines.js';
import { escapeControls } from '../quote.js';
import { type FrameOptions, renderFrame } from './frame.js';
import { type Paint, plain } from './paint.js';

/** A file and what was found in it. */
export interface Findings {
  /** As the person called it. */
  readonly name: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Diagnostics past the limit, not kept. */
  readonly dropped?: number;
}

/**
 * Each diagnostic as code, message, place, the lines and the help; a blank line between two.
 * Everything of the file is escaped, so showing it is safe. Ends with a newline unless empty.
 */
export function renderHuman(findings: Findings, paint: Paint = plain): string {
  const { diagnostics, dropped = 0, text } = findings;
  const lines = createLines(text);
  const furthest = Math.max(0, ...diagnostics.map(({ span }) => span.start));
  const gutter = String(lines.at(furthest).line).length;
  const options = { lines, paint, gutter };
  const blocks = diagnostics.map((one) => renderOne(one, findings.name, options));
  if (dropped > 0) blocks.push([`… and ${dropped} more`]);
  return blocks.map((block) => `${block.join('\n')}\n`).join('\n');
}

function renderOne(diagnostic: Diagnostic, name: string, options: FrameOptions): string[] {
  const { severity, code, message, span, help, related = [] } = diagnostic;
  const { lines, paint, gutter } = options;
  const margin = ' '.repeat(gutter);
  const { line, column } = lines.at(span.start);
  const place = `${escapeControls(name)}:${line}:${column}`;
  const bar = paint('gutter', `${margin} |`);
  return [
    `${paint(severity, `${severity}[${code}]`)}${paint('message', `: ${message}`)}`,
    `${paint('gutter', `${margin}-->`)} ${paint('place', place)}`,
    bar,
    ...renderFrame(span, severity, options),
    ...related.flatMap((one) => [
      `${margin} ${paint('gutter', '=')} ${one.message}, line ${lines.at(one.span.start).line}`,
    ]),
    ...(help === undefined
      ? []
      : [`${margin} ${paint('gutter', '=')} ${paint('help', 'help')}: ${help}`]),
  ];
}

/** `2 errors, 1 warning`; empty when there is nothing to say. */
export function renderCounts(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const parts = [
    ...(errors > 0 ? [`${errors} error${errors === 1 ? '' : 's'}`] : []),
    ...(warnings > 0 ? [`${warnings} warning${warnings === 1 ? '' : 's'}`] : []),
  ];
  return parts.join(', ');
}
