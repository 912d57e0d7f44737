/**
 * A checked policy: what `check` makes of the tree and what `lower`, `model`, `explain` read.
 * Names are resolved, conditions are trees, patterns are parsed; nothing here can be invalid.
 */
import type { Effect, Guard, Operation } from '@rein/contract';
import type { Endpoint } from './endpoint/endpoint.js';
import type { Glob } from './glob/glob.js';

/** Half-open range of UTF-16 offsets in a file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface PathPattern {
  readonly kind: 'path';
  /** As written, or `**` for `any`. */
  readonly text: string;
  readonly glob: Glob;
}

export interface ArgPattern {
  readonly kind: 'arg';
  readonly text: string;
  readonly glob: Glob;
}

export interface EndpointPattern {
  readonly kind: 'endpoint';
  readonly text: string;
  readonly endpoint: Endpoint;
}

export type TargetPattern = PathPattern | EndpointPattern;

/** `exec PATTERN ARG*` */
export interface ExecPattern {
  readonly path: PathPattern;
  readonly args: readonly ArgPattern[];
}

/** An event that a gate waits for. */
export type GateOpener =
  | { readonly kind: 'exec'; readonly exec: ExecPattern; readonly exits: number | null }
  | {
      readonly kind: 'file';
      readonly operation: Extract<Operation, 'open' | 'read' | 'write' | 'unlink'>;
      readonly path: PathPattern;
    }
  | { readonly kind: 'approval'; readonly name: string };

export type GateCloser = GateOpener;

export interface Gate {
  /** Canonical text, `since` and all: gates with the same text are one gate. */
  readonly text: string;
  readonly opener: GateOpener;
  readonly closers: readonly GateCloser[];
}

/** `if` and `unless` are the same kind of tree. */
export type Condition =
  | { readonly kind: 'true' }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'target'; readonly pattern: TargetPattern }
  | { readonly kind: 'arg'; readonly pattern: ArgPattern }
  | { readonly kind: 'lineage'; readonly path: PathPattern }
  /** Index into Program.gates. */
  | { readonly kind: 'after'; readonly gate: number }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

export interface Clause {
  readonly effect: Effect;
  readonly operation: Operation;
  readonly target: TargetPattern;
  readonly args: readonly ArgPattern[];
  readonly when: Condition;
  /** null: there is none. */
  readonly unless: Condition | null;
  /** As written, on one line. */
  readonly text: string;
  readonly span: Span;
  /** From 1, in the policy file. */
  readonly line: number;
}

export interface Rule {
  readonly name: string;
  /** `because`; empty when there is none. */
  readonly reason: string;
  readonly clauses: readonly Clause[];
  readonly line: number;
  /** Rein's own, e.g. self-protection: locked, not from the file. */
  readonly builtin: boolean;
}

export type Source = { readonly label: string; readonly line: number } & (
  | { readonly kind: 'file'; readonly path: PathPattern }
  | { readonly kind: 'endpoint'; readonly endpoint: EndpointPattern }
  | { readonly kind: 'exec'; readonly exec: ExecPattern }
  /** `source L = agent "id"`: true for the whole run when the run's agent has that id. */
  | { readonly kind: 'agent'; readonly id: string }
);

export type Transform = {
  readonly what: 'declassify' | 'endorse';
  readonly label: string;
  readonly line: number;
} & (
  | { readonly kind: 'exec'; readonly exec: ExecPattern }
  | { readonly kind: 'approval'; readonly name: string }
);

export interface Program {
  /** `AGENT` and `COMMAND` first; then in order of first mention. */
  readonly labels: readonly string[];
  readonly sources: readonly Source[];
  readonly transforms: readonly Transform[];
  readonly gates: readonly Gate[];
  readonly rules: readonly Rule[];
  /** Guards that refuse. */
  readonly guards: ReadonlySet<Guard>;
}

/** What of the host a program's meaning depends on: given by the caller, since this package does no I/O. */
export interface HostFacts {
  /** Absolute, resolved folder of the policy file: relative patterns start here. */
  readonly root: string;
  /** Absolute, resolved home directory of the run's user. */
  readonly home: string;
  /** Resolves an existing literal directory prefix (`/bin` to `/usr/bin`); identity where unknown. */
  readonly realpath?: (path: string) => string;
  /** Id of the agent, for `source L = agent "id"`. */
  readonly agent?: string;
}
