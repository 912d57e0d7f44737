import type { Span } from '../program.js';

export type Severity = 'error' | 'warning';

/** A replacement of text that an editor may offer. */
export interface Fix {
  readonly span: Span;
  readonly text: string;
}

/** One thing that is wrong, or doubtful, in a policy. Messages: lower case, no final period. */
export interface Diagnostic {
  /** Stable, e.g. `R1001`; docs/reference/codes/language.md has a heading for each. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** In the text that was given to whoever reports it. */
  readonly span: Span;
  /** What to do instead. */
  readonly help?: string;
  readonly fix?: Fix;
  /** Other places that belong to it, e.g. the first of two rules with one name. */
  readonly related?: readonly Related[];
}

export interface Related {
  readonly span: Span;
  readonly message: string;
}

/** What an author decides about one occurrence, beside the words of the table. */
export interface Words {
  readonly message: string;
  readonly help?: string | undefined;
  readonly fix?: Fix | undefined;
  readonly related?: readonly Related[] | undefined;
}
