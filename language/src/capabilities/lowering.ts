/** What the parts of lowering share. */
import type { Effect, Operation } from '@rein/contract';
import type { Glob, GlobToken } from '../glob/glob.js';
import { literalTokens } from '../glob/tokens.js';
import { utf8 } from '../glob/utf8.js';
import type {
  ArgPattern,
  Clause,
  Condition,
  PathPattern,
  Rule,
  TargetPattern,
} from '../program.js';
import type { Capability, CapabilityRule, ResourcePattern } from './capability.js';

/** How much of the capabilities the engine holds a run to; docs/reference/capabilities.md. */
export const CAPABILITY_MODES = ['observe', 'guard', 'strict'] as const;
export type CapabilityMode = (typeof CAPABILITY_MODES)[number];

export interface LowerCapabilityFacts {
  readonly mode: CapabilityMode;
  /** Absolute and resolved, without a final slash. */
  readonly workspace: string;
  /** Absolute paths of programs that the run is started with. */
  readonly programs?: readonly string[];
  /** Addresses of the machine's name servers, which `guard` lets the run ask. */
  readonly resolvers?: readonly string[];
}

export interface LowerNote {
  /** A rule's id, or a capability. */
  readonly about: string;
  readonly message: string;
}

export interface LoweredPart {
  readonly rules: readonly Rule[];
  readonly notes: readonly LowerNote[];
}

const SEGMENTS: GlobToken = { kind: 'segments' };
const ANY: GlobToken = { kind: 'any' };
const SLASH = 0x2f;

/** Everything. */
export const EVERY_PATH: PathPattern = {
  kind: 'path',
  text: '**',
  glob: { text: '**', alternatives: [{ tokens: [ANY], tilde: false }] },
};

/** A pattern from alternatives that are absolute already. */
export function pathPattern(text: string, ways: readonly (readonly GlobToken[])[]): PathPattern {
  const glob: Glob = { text, alternatives: ways.map((tokens) => ({ tokens, tilde: false })) };
  return { kind: 'path', text, glob };
}

/** What a pattern about the workspace means on this machine. */
export function inWorkspace(pattern: ResourcePattern, workspace: string): PathPattern {
  const base = literalTokens(utf8(`${workspace}/`));
  const ways = pattern.kind === 'glob' ? pattern.glob.alternatives : [];
  const isName = !/[/*]{2}|\//.test(pattern.text);
  return pathPattern(
    `${workspace}/${isName ? '**/' : ''}${pattern.text}`,
    ways.map(({ tokens }) => {
      const [first] = tokens;
      if (isDot(tokens)) return literalTokens(utf8(workspace));
      if (first?.kind === 'segments' || first?.kind === 'any' || hasSlash(tokens)) {
        return [...base, ...tokens];
      }
      return [...base, SEGMENTS, ...tokens];
    }),
  );
}

function isDot(tokens: readonly GlobToken[]): boolean {
  const [only] = tokens;
  return tokens.length === 1 && only?.kind === 'byte' && only.byte === 0x2e;
}

export function hasSlash(tokens: readonly GlobToken[]): boolean {
  return tokens.some(
    (token) => token.kind === 'segments' || (token.kind === 'byte' && token.byte === SLASH),
  );
}

/** A folder and all below it. */
export function folder(path: string): PathPattern {
  const literal = literalTokens(utf8(path));
  return pathPattern(`${path}{,/**}`, [literal, [...literal, ...literalTokens([SLASH]), ANY]]);
}

export function file(path: string): PathPattern {
  return pathPattern(path, [literalTokens(utf8(path))]);
}

export const isTarget = (pattern: TargetPattern): Condition => ({ kind: 'target', pattern });
export const isNot = (of: Condition): Condition => ({ kind: 'not', of });
export const bothOf = (left: Condition, right: Condition): Condition => ({
  kind: 'and',
  left,
  right,
});

/** An exception of a baseline, and how it is written. */
export interface Exception {
  readonly when: Condition;
  readonly text: string;
}

export function except(pattern: TargetPattern): Exception {
  return { when: isTarget(pattern), text: `target ${JSON.stringify(pattern.text)}` };
}

interface ClauseParts {
  readonly effect: Effect;
  readonly operation: Operation;
  readonly target: TargetPattern;
  readonly args?: readonly ArgPattern[];
  readonly exceptions?: readonly Exception[];
  readonly line?: number;
}

export function clauseOf(parts: ClauseParts): Clause {
  const { effect, operation, target, args = [], exceptions = [], line = 0 } = parts;
  const [first, ...rest] = exceptions.map(({ when }) => when);
  const unless = rest.reduce<Condition | undefined>(
    (left, right) => (left === undefined ? right : { kind: 'or', left, right }),
    first,
  );
  const words = [effect, operation, JSON.stringify(target.text)];
  for (const arg of args) words.push(JSON.stringify(arg.text));
  for (const { text } of exceptions) words.push('unless', text);
  return {
    ...{ effect, operation, target, args, line },
    when: { kind: 'true' },
    unless: unless ?? null,
    text: words.join(' '),
    span: { start: 0, end: 0 },
  };
}

/** The engine's rule for one rule that refuses or asks. */
export function ruleOf(from: CapabilityRule, clauses: readonly Clause[]): Rule {
  const reason =
    from.reason === ''
      ? `The capabilities of this run ${from.effect} it (${from.id}).`
      : from.reason;
  return { name: from.id, reason, clauses, line: from.line, builtin: false };
}

/** The engine's rule for what no rule grants. */
export function baseline(capability: Capability, clauses: readonly Clause[]): Rule {
  const reason = `No rule of ${capability} allows it. Keep to what is allowed, or ask through the daemon.`;
  return { name: capability, reason, clauses, line: 0, builtin: false };
}

/** What an effect of a rule is in a mode; undefined for rules that allow. */
export function effectIn(
  mode: CapabilityMode,
  effect: CapabilityRule['effect'],
): Effect | undefined {
  if (effect === 'allow') return undefined;
  if (mode === 'observe') return 'notify';
  return effect === 'ask' ? 'ask' : 'block';
}

export function refusalIn(mode: CapabilityMode): Effect {
  return mode === 'observe' ? 'notify' : 'block';
}
