/** What the checks of one policy text share. */
import type { Lines } from '../diagnostics/lines.js';
import type { Sink } from '../diagnostics/sink.js';
import type { PolicyBody } from '../document/document.js';
import type { Gate, Span } from '../program.js';
import type { SyntaxElement } from '../syntax/red.js';
import { spanOf } from '../syntax/red.js';
import { createLabels, type Labels } from './labels.js';
import { createPatterns, type Patterns } from './patterns.js';

export interface Scope {
  readonly sink: Sink;
  readonly labels: Labels;
  readonly patterns: Patterns;
  /** By canonical text, in order of first mention. */
  readonly gates: Map<string, { readonly index: number; readonly gate: Gate }>;
  /** Texts of the patterns of `lineage-includes`. */
  readonly lineages: Set<string>;
  /** Place of an element in the file. */
  at(element: SyntaxElement): Span;
  /** Place in the file of a range of the policy's text. */
  place(span: Span): Span;
  lineOf(element: SyntaxElement): number;
}

export function createScope({ map }: PolicyBody, lines: Lines, sink: Sink): Scope {
  const place = (span: Span): Span => map.toFile(span);
  const at = (element: SyntaxElement): Span => place(spanOf(element));
  return {
    sink,
    labels: createLabels(),
    patterns: createPatterns(sink, place),
    gates: new Map(),
    lineages: new Set(),
    at,
    place,
    lineOf: (element) => lines.at(at(element).start).line,
  };
}
