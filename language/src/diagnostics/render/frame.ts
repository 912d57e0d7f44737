/** The lines of a file around a span, with carets below it. */
import type { Span } from '../../program.js';
import type { Lines } from '../lines.js';
import { columnsOf, shownText } from './display.js';
import type { Paint, Role } from './paint.js';

/** Characters of one line that are shown: a policy may be one line of a megabyte. */
const EXCERPT_MAX = 120;
/** Characters shown in front of a span that is far to the right. */
const EXCERPT_BEFORE = 40;

export interface FrameOptions {
  readonly lines: Lines;
  readonly paint: Paint;
  /** Columns of the gutter's numbers. */
  readonly gutter: number;
}

/** Two lines: the text, and the carets. A span over several lines is marked on its first. */
export function renderFrame(span: Span, role: Role, options: FrameOptions): string[] {
  const { lines, paint, gutter } = options;
  const { line, column } = lines.at(span.start);
  const whole = lines.textOf(line);
  const { text, from } = excerpt(whole, column - 1);
  const first = Math.min(column - 1, whole.length) - from;
  const last = Math.max(first, Math.min(first + (span.end - span.start), text.length));
  const before = shownText(text.slice(0, first));
  const marked = shownText(text.slice(first, last));
  const carets = '^'.repeat(Math.max(1, columnsOf(marked)));
  const number = String(line).padStart(gutter);
  const cutFront = from > 0 ? '…' : '';
  const cutBack = from + text.length < whole.length ? '…' : '';
  const shown = `${cutFront}${before}${marked}${shownText(text.slice(last))}${cutBack}`;
  const indent = ' '.repeat(columnsOf(cutFront) + columnsOf(before));
  return [
    `${paint('gutter', `${number} |`)} ${shown}`.trimEnd(),
    `${paint('gutter', `${' '.repeat(gutter)} |`)} ${indent}${paint(role, carets)}`,
  ];
}

function excerpt(whole: string, at: number): { text: string; from: number } {
  if (whole.length <= EXCERPT_MAX) return { text: whole, from: 0 };
  const from = Math.max(0, Math.min(at - EXCERPT_BEFORE, whole.length - EXCERPT_MAX));
  return { text: whole.slice(from, from + EXCERPT_MAX), from };
}
