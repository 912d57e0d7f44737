/** Entries of the code tables. An entry is the function that makes its diagnostics. */
import type { Span } from '../program.js';
import type { Diagnostic, Severity, Words } from './diagnostic.js';

/** What the tables say about a code, whatever its parameters. */
export interface CodeEntry {
  readonly code: string;
  readonly severity: Severity;
  /** For lists of codes: what kind of thing is wrong. */
  readonly title: string;
}

export interface FixedProblem extends CodeEntry {
  (span: Span): Diagnostic;
}

export interface WordedProblem<P> extends CodeEntry {
  (span: Span, parameters: P): Diagnostic;
}

/** A problem that always reads the same: its title is its message. */
export function fixed(
  code: string,
  severity: Severity,
  title: string,
  help?: string,
): FixedProblem {
  const make = (span: Span): Diagnostic =>
    assemble({ code, severity, title }, span, { message: title, help });
  return Object.assign(make, { code, severity, title });
}

/** A problem whose words depend on the occurrence. */
export function worded<P>(
  code: string,
  severity: Severity,
  title: string,
  words: (parameters: P, span: Span) => Words,
): WordedProblem<P> {
  const make = (span: Span, parameters: P): Diagnostic =>
    assemble({ code, severity, title }, span, words(parameters, span));
  return Object.assign(make, { code, severity, title });
}

function assemble({ code, severity }: CodeEntry, span: Span, words: Words): Diagnostic {
  return {
    code,
    severity,
    message: words.message,
    span,
    ...(words.help === undefined ? {} : { help: words.help }),
    ...(words.fix === undefined ? {} : { fix: words.fix }),
    ...(words.related === undefined ? {} : { related: words.related }),
  };
}
