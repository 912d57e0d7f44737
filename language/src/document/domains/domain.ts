import type { Span } from '../../program.js';

/** A name with the place where it is written. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

export interface Binding {
  readonly rule: Name;
  /** A descendant may disable what is bound as `default`, never what is `locked`. */
  readonly mode: 'locked' | 'default';
}

export interface Domain {
  readonly name: Name;
  readonly parent: Name | undefined;
  readonly bind: readonly Binding[];
  readonly disable: readonly Name[];
}
