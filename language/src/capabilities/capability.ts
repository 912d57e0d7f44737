/** What an agent may ask the daemon to do for it, and the rules about that: `capabilities:`. */
import type { Endpoint } from '../endpoint/endpoint.js';
import type { Glob } from '../glob/glob.js';
import type { Span } from '../program.js';

/** Every capability. What no rule of a file grants is denied. */
export const CAPABILITIES = [
  'fs.read',
  'fs.write',
  'fs.delete',
  'fs.list',
  'net.fetch',
  'net.connect',
  'proc.spawn',
  'mcp.call',
  'secrets.read',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** From the weakest to the strongest: of all rules that apply, the strongest effect decides. */
export const RULE_EFFECTS = ['allow', 'ask', 'deny'] as const;
export type RuleEffect = (typeof RULE_EFFECTS)[number];

/** Methods that a rule about `net.fetch` can name. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

export const SCHEMES = ['https', 'http'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** One pattern of a rule, in the form that its capability needs. */
export type ResourcePattern =
  /** A path below the workspace, a program, a tool, a scope: a glob over text with slashes. */
  | { readonly kind: 'glob'; readonly text: string; readonly glob: Glob }
  | { readonly kind: 'endpoint'; readonly text: string; readonly endpoint: Endpoint };

/** What else has to be so for a rule to apply. Absent members ask nothing. */
export interface Conditions {
  /** `fs.read`, `fs.write`: bytes of the file's content. `net.fetch`: of either body. */
  readonly maxBytes?: number;
  readonly methods?: readonly Method[];
  readonly schemes?: readonly Scheme[];
  /** Globs over the path of a URL, which starts with `/`. */
  readonly paths?: readonly Glob[];
  /** The whole command line after the program, in order; a last `**` stands for any more. */
  readonly args?: readonly Glob[];
  /** Each matches some argument after the program, wherever it stands. */
  readonly hasArgs?: readonly Glob[];
}

export interface CapabilityRule {
  /** As written, or `fs.write#2` for the second rule about `fs.write`. Unique in the file. */
  readonly id: string;
  readonly capability: Capability;
  readonly effect: RuleEffect;
  /** Never empty. */
  readonly patterns: readonly ResourcePattern[];
  readonly conditions: Conditions;
  /** `because`; empty when there is none. */
  readonly reason: string;
  /** `net.fetch`, `net.connect`: the name may lead to private addresses. */
  readonly private: boolean;
  /** `secrets.read`: the variable with the value. */
  readonly env?: string;
  readonly span: Span;
  /** From 1, in the policy file. */
  readonly line: number;
}

/** The `capabilities:` of a policy file, in the order of the file. */
export interface Capabilities {
  readonly rules: readonly CapabilityRule[];
}

export const CAPABILITY_LIMITS = {
  /** Rules of one file: they are one automaton, and a person reads them. */
  rules: 500,
  /** Patterns of one rule. */
  patterns: 64,
  /** Bytes of a path, URL, program or scope that is asked about; as long as a path of Linux. */
  resourceBytes: 4096,
  /** Arguments of a program, and their bytes together. */
  args: 256,
  argBytes: 64 * 1024,
  /** The largest size that a rule can name. */
  bytes: 1024 ** 4,
} as const;
