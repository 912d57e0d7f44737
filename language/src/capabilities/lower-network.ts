import { parseEndpoint } from '../endpoint/endpoint.js';
import type { EndpointPattern, Rule } from '../program.js';
import type { Capabilities, CapabilityRule, ResourcePattern } from './capability.js';
import {
  baseline,
  clauseOf,
  type Exception,
  effectIn,
  except,
  type LowerCapabilityFacts,
  type LoweredPart,
  type LowerNote,
  refusalIn,
  ruleOf,
} from './lowering.js';

const EVERYWHERE: EndpointPattern = { kind: 'endpoint', text: '*', endpoint: { kind: 'any' } };

/**
 * `net.fetch` and `net.connect`. To the engine both are connections. `guard` lets an agent's own
 * programs connect where it may fetch; in `strict` a fetch goes through the daemon, which sees the
 * method and the path.
 */
export function lowerNetwork({ rules }: Capabilities, facts: LowerCapabilityFacts): LoweredPart {
  const { mode } = facts;
  const notes: LowerNote[] = [];
  const own = rules.filter(
    ({ capability }) => capability === 'net.fetch' || capability === 'net.connect',
  );
  const lowered: Rule[] = own.flatMap((rule) => {
    const effect = effectIn(mode, rule.effect);
    if (effect === undefined) return [];
    if (isConditional(rule) && mode !== 'strict') {
      notes.push({ about: rule.id, message: UNSEEN });
      return [];
    }
    const clauses = endpointsOf(rule).map((target) =>
      clauseOf({ effect, operation: 'connect', target, line: rule.line }),
    );
    return [ruleOf(rule, clauses)];
  });
  const granting = own.filter(({ effect }) => effect !== 'deny');
  const grants: Exception[] = granting.flatMap((rule) => {
    if (rule.capability === 'net.fetch' && mode === 'strict') return [];
    if (isConditional(rule)) notes.push({ about: rule.id, message: UNSEEN });
    return endpointsOf(rule).map(except);
  });
  if (grants.length > 0 && mode !== 'strict') grants.push(...resolversOf(facts));
  const clause = clauseOf({
    ...{ operation: 'connect', target: EVERYWHERE, exceptions: grants },
    effect: refusalIn(mode),
  } as const);
  return { rules: [...lowered, baseline('net.connect', [clause])], notes };
}

const UNSEEN =
  'the engine sees connections only: methods, paths and sizes hold only through the daemon';

function isConditional({ conditions }: CapabilityRule): boolean {
  return Object.keys(conditions).length > 0;
}

function endpointsOf({ patterns }: CapabilityRule): EndpointPattern[] {
  return patterns.flatMap((pattern: ResourcePattern) =>
    pattern.kind === 'endpoint'
      ? [{ kind: 'endpoint', text: pattern.text, endpoint: pattern.endpoint } as const]
      : [],
  );
}

/** Names have to be looked up by whoever connects. What is asked there can carry a message out. */
function resolversOf({ resolvers = [] }: LowerCapabilityFacts): Exception[] {
  return resolvers.flatMap((address) => {
    const text = address.includes(':') ? `[${address}]:53` : `${address}:53`;
    const parsed = parseEndpoint(text);
    return parsed.ok ? [except({ kind: 'endpoint', text, endpoint: parsed.endpoint })] : [];
  });
}
