/** What a policy does, as data: `render.ts` makes text of it. */
import type { Effect } from '@rein/contract';
import type { Clause } from '../program.js';

/**
 * What a host does about an operation. `before`: the operation waits for the verdict. `after`: it is
 * seen when it has happened. `none`: it is not seen.
 */
export interface Enforcement {
  readonly when: 'before' | 'after' | 'none';
  /** One sentence, without a period. */
  readonly why: string;
  /** What it does not do about the clause all the same: sentences without a period. */
  readonly limits?: readonly string[];
}

/** The answer of a host; this package cannot ask it itself. */
export type EnforcementOf = (clause: Clause) => Enforcement;

export interface ExplainedClause {
  readonly line: number;
  /** As written, on one line. */
  readonly text: string;
  readonly effect: Effect;
  /** One sentence. */
  readonly says: string;
  /** Absent when no host was asked. */
  readonly enforced?: Enforcement;
}

export interface ExplainedRule {
  readonly name: string;
  readonly line: number;
  /** Empty when there is none. */
  readonly reason: string;
  /** Rein's own. */
  readonly builtin: boolean;
  readonly clauses: readonly ExplainedClause[];
}

export interface ExplainedLabel {
  readonly name: string;
  /** Who carries it, and what takes it away: one sentence each. */
  readonly says: readonly string[];
}

export interface ExplainedGate {
  /** As in the record. */
  readonly text: string;
  readonly says: string;
}

export interface Explanation {
  readonly rules: readonly ExplainedRule[];
  readonly labels: readonly ExplainedLabel[];
  readonly gates: readonly ExplainedGate[];
  /** What an author should know beside: what names cannot hold, what is read and not used. */
  readonly notes: readonly string[];
}
