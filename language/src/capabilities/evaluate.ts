/** May an agent do this? Pure: the daemon and the command line ask the same function. */
import { endpointMatches } from '../endpoint/matches.js';
import { globMatches } from '../glob/matches.js';
import { utf8 } from '../glob/utf8.js';
import type { CapabilityAction } from './action.js';
import {
  type Capabilities,
  type Capability,
  type CapabilityRule,
  RULE_EFFECTS,
  type RuleEffect,
} from './capability.js';
import { unmetCondition } from './conditions.js';
import { createPatternSet, type PatternSet } from './pattern-set.js';
import { type Resource, resourceOf } from './resource.js';
import { tokensOf } from './tokens.js';

/** A rule about this resource that does not apply for another reason. */
export interface NearMiss {
  readonly rule: CapabilityRule;
  readonly why: string;
}

export interface CapabilityDecision {
  readonly verdict: RuleEffect;
  /** The rule that decided; null when none applied, or when no rule could allow it. */
  readonly rule: CapabilityRule | null;
  /** Why, in words; holds text of the agent. */
  readonly reason: string;
  /** All rules that applied, the strongest effect first, then in the order of the file. */
  readonly applied: readonly CapabilityRule[];
  readonly nearMisses: readonly NearMiss[];
}

export interface Evaluator {
  /** Deny wins over ask, ask over allow; where nothing applies it is a denial. Never throws. */
  decide(action: CapabilityAction): CapabilityDecision;
}

/** Compiles the capabilities of a policy. `null`, a policy without any, denies everything. */
export function createEvaluator(capabilities: Capabilities | null): Evaluator {
  const rules = capabilities?.rules ?? [];
  // Each compiled when it is first asked about: most policies are asked about few.
  const byCapability = new Map<Capability, RuleSet>();
  const ruleSetOf = (name: Capability): RuleSet => {
    const known = byCapability.get(name);
    if (known !== undefined) return known;
    const made = createRuleSet(rules.filter(({ capability }) => capability === name));
    byCapability.set(name, made);
    return made;
  };
  return {
    decide(action) {
      const resource = resourceOf(action);
      if (!resource.ok) return denied(`${resource.why}`);
      const about = ruleSetOf(action.capability).about(resource);
      const applied: CapabilityRule[] = [];
      const nearMisses: NearMiss[] = [];
      for (const rule of about) {
        const why = unmetCondition(rule, action);
        if (why === undefined) applied.push(rule);
        else nearMisses.push({ rule, why });
      }
      applied.sort((a, b) => RULE_EFFECTS.indexOf(b.effect) - RULE_EFFECTS.indexOf(a.effect));
      const [rule] = applied;
      if (rule === undefined) return { ...denied(silence(action, nearMisses)), nearMisses };
      return { verdict: rule.effect, rule, reason: wordsOf(rule), applied, nearMisses };
    },
  };
}

function denied(reason: string): CapabilityDecision {
  return { verdict: 'deny', rule: null, reason, applied: [], nearMisses: [] };
}

function silence({ capability }: CapabilityAction, nearMisses: readonly NearMiss[]): string {
  const [near] = nearMisses;
  if (near === undefined) return `no rule of \`${capability}\` allows it`;
  return `no rule of \`${capability}\` allows it: \`${near.rule.id}\` does not, since ${near.why}`;
}

function wordsOf({ reason, id, effect }: CapabilityRule): string {
  if (reason !== '') return reason;
  const does = { allow: 'allows it', ask: 'asks a person', deny: 'denies it' } as const;
  return `\`${id}\` ${does[effect]}`;
}

interface RuleSet {
  /** Rules with a pattern that names the resource, in the order of the file. */
  about(resource: Extract<Resource, { ok: true }>): readonly CapabilityRule[];
}

function createRuleSet(rules: readonly CapabilityRule[]): RuleSet {
  const strict: PatternSet = createPatternSet(
    rules.flatMap((rule, number) => tokensOf(rule).map((tokens) => ({ tokens, number }))),
  );
  // Rules that refuse are asked about the other spellings of the resource too.
  const refusing: PatternSet = createPatternSet(
    rules.flatMap((rule, number) =>
      rule.effect === 'allow' ? [] : tokensOf(rule).map((tokens) => ({ tokens, number })),
    ),
  );
  const endpointRules = rules.flatMap((rule, number) =>
    rule.patterns.flatMap((pattern) =>
      pattern.kind === 'endpoint' && pattern.endpoint.kind !== 'host'
        ? [{ number, rule, endpoint: pattern.endpoint }]
        : [],
    ),
  );
  const hostPorts = rules.map(({ patterns }) =>
    patterns.some(
      (one) =>
        one.kind === 'endpoint' && one.endpoint.kind === 'host' && one.endpoint.ports !== null,
    ),
  );
  return {
    about({ text, others, address }) {
      const found = new Set(strict.match(utf8(text)));
      for (const other of others) {
        for (const number of refusing.match(utf8(other))) found.add(number);
      }
      if (address === undefined) return inOrder(rules, found);
      for (const number of [...found]) {
        if (hostPorts[number] === true && !hasPort(rules[number], text, address.port)) {
          found.delete(number);
        }
      }
      for (const { number, rule, endpoint } of endpointRules) {
        // A name that an allowed block happens to hold is not what was allowed.
        const places = rule.effect === 'allow' ? address.literal : address.all;
        const hit =
          endpoint.kind === 'any' ||
          places.some((one) =>
            endpointMatches(
              endpoint,
              { kind: 'inet', address: one, port: address.port },
              [],
              NOWHERE,
            ),
          );
        if (hit) found.add(number);
      }
      return inOrder(rules, found);
    },
  };
}

const NOWHERE = { root: '/', home: '/' } as const;

function hasPort(rule: CapabilityRule | undefined, host: string, port: number): boolean {
  return (rule?.patterns ?? []).some((pattern) => {
    if (pattern.kind !== 'endpoint' || pattern.endpoint.kind !== 'host') return false;
    const { ports, name } = pattern.endpoint;
    return (
      (ports === null || (ports.from <= port && port <= ports.to)) && globMatches(name, utf8(host))
    );
  });
}

function inOrder(
  rules: readonly CapabilityRule[],
  found: ReadonlySet<number>,
): readonly CapabilityRule[] {
  return [...found].sort((a, b) => a - b).flatMap((number) => rules[number] ?? []);
}
