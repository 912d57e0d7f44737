/**
 * A policy and a run of it as plain data: what fast-check makes up, shrinks, and what a fixture
 * holds. Names of files and tokens are binary strings, one character a byte.
 */
import type { Effect, Operation } from '@rein/contract';

export interface ExecSpec {
  readonly path: string;
  readonly args: readonly string[];
}

export type ConditionSpec =
  | { readonly is: 'true' }
  | { readonly is: 'label'; readonly label: string }
  /** Path or endpoint, as the clause has it. */
  | { readonly is: 'target'; readonly path: string; readonly endpoint: string }
  | { readonly is: 'arg'; readonly arg: string }
  | { readonly is: 'lineage'; readonly path: string }
  /** Taken modulo the number of gates; true when there is none. */
  | { readonly is: 'after'; readonly gate: number }
  | { readonly is: 'not'; readonly of: ConditionSpec }
  | { readonly is: 'and' | 'or'; readonly left: ConditionSpec; readonly right: ConditionSpec };

export interface ClauseSpec {
  readonly effect: Effect;
  readonly operation: Operation;
  readonly path: string;
  readonly endpoint: string;
  readonly args: readonly string[];
  readonly when: ConditionSpec;
  readonly unless: ConditionSpec | null;
}

export type EventPatternSpec =
  | { readonly on: 'exec'; readonly exec: ExecSpec; readonly exits: number | null }
  | {
      readonly on: 'file';
      readonly operation: 'open' | 'read' | 'write' | 'unlink';
      readonly path: string;
    }
  | { readonly on: 'approval'; readonly name: string };

export interface GateSpec {
  readonly opener: EventPatternSpec;
  readonly closers: readonly Exclude<EventPatternSpec, { on: 'approval' }>[];
}

export type SourceSpec = { readonly label: string } & (
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'endpoint'; readonly endpoint: string }
  | { readonly from: 'exec'; readonly exec: ExecSpec }
  | { readonly from: 'agent'; readonly id: string }
);

export type TransformSpec = {
  readonly what: 'declassify' | 'endorse';
  readonly label: string;
} & (
  | { readonly by: 'exec'; readonly exec: ExecSpec }
  | { readonly by: 'approval'; readonly name: string }
);

export interface PolicySpec {
  readonly sources: readonly SourceSpec[];
  readonly transforms: readonly TransformSpec[];
  readonly gates: readonly GateSpec[];
  readonly clauses: readonly ClauseSpec[];
}

/** 0 never; 1 always but for block and kill; 2 unless it is ask or stronger. */
export type Commit = 0 | 1 | 2;

export interface FileSpec {
  readonly names: readonly string[];
  readonly object: string;
}

export interface AddressSpec {
  /** An address, or `unix:` and a path, or `other`. */
  readonly host: string;
  readonly port: number;
  readonly names: readonly string[];
}

interface Done {
  readonly process: number;
  readonly commit: Commit;
}

export type StepSpec =
  | (Done & {
      readonly does: 'exec';
      readonly file: FileSpec;
      readonly argv: readonly string[];
      readonly script: string | null;
      /** null: argv is whole. A text: the token in which reading stopped; empty: between two. */
      readonly cut: string | null;
    })
  | (Done & {
      readonly does: 'open';
      readonly file: FileSpec;
      readonly ops: readonly ('read' | 'write')[];
    })
  | (Done & { readonly does: 'unlink'; readonly file: FileSpec })
  | (Done & {
      readonly does: 'rename';
      readonly file: FileSpec;
      readonly to: string;
      readonly directory: boolean;
    })
  | (Done & { readonly does: 'link'; readonly file: FileSpec; readonly other: FileSpec })
  | (Done & { readonly does: 'connect' | 'bind'; readonly address: AddressSpec })
  | { readonly does: 'fork'; readonly process: number; readonly child: number }
  | { readonly does: 'exit'; readonly process: number; readonly status: number | null }
  | { readonly does: 'approve'; readonly name: string };

export interface RunSpec {
  readonly policy: PolicySpec;
  readonly steps: readonly StepSpec[];
}
