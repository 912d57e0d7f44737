/** What happens in a case, and what is expected of the policy. */
import type { Verdict } from '@rein/contract';
import type { Address } from '../endpoint/key.js';
import type { Span } from '../program.js';

export interface Case {
  readonly name: string;
  /** From 1, in the file of cases. */
  readonly line: number;
  /** Id of the agent, for `source L = agent "id"`. */
  readonly agent: string | null;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly line: number;
  /** The action as it is written: `exec: git push`. */
  readonly text: string;
  /** Who does it; null: the agent, or for an `exec` a child of it that ends with the step. */
  readonly as: string | null;
  readonly action: Action;
  readonly expect: Expectation;
  /** What a person says to an `ask`. */
  readonly answer: 'approve' | 'deny';
}

export type Action =
  | {
      readonly kind: 'exec';
      readonly argv: readonly string[];
      /** What the program's path resolves to, when that is another one. */
      readonly file: string | null;
      /** Interpreter of a `#!` script. */
      readonly interpreter: string | null;
      /** Status with which the process ends after it; null: 0 without a name, else it lives on. */
      readonly exits: number | null;
    }
  | { readonly kind: 'read' | 'write' | 'open' | 'unlink'; readonly path: string }
  | {
      readonly kind: 'rename' | 'link';
      readonly from: string;
      readonly to: string;
      /** A directory, with all that is in it. */
      readonly directory: boolean;
    }
  | {
      readonly kind: 'connect' | 'listen';
      readonly address: Address;
      /** Names that look-ups gave the address. */
      readonly hosts: readonly string[];
    }
  | { readonly kind: 'fork'; readonly child: string }
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'approve'; readonly name: string };

export const ACTIONS = [
  'exec',
  'read',
  'write',
  'open',
  'unlink',
  'rename',
  'link',
  'connect',
  'listen',
  'fork',
  'exit',
  'approve',
] as const satisfies readonly Action['kind'][];

export interface Expectation {
  /** `allow`: it goes through, whether or not somebody is told. */
  readonly verdict: Verdict | 'allow';
  /** Rule of the decisive clause; null: any. */
  readonly rule: string | null;
  /** Where it is written; null: it is not, and `allow` is meant. */
  readonly span: Span | null;
}
