import type { Concern } from '@rein/enforce';
import type { Clause, Condition, Endpoint, Program } from '@rein/language';
import { isSpelledOut } from './host-names.js';

/** Labels that say who the subject is; no information flows for them. */
const FACTS = ['AGENT', 'COMMAND'];

/** What of a clause the limits of a tier can be about. */
export function concernsOf(program: Program, clause: Clause): Set<Concern> {
  const { operation, target, when, unless } = clause;
  const parts = [...partsOf(when), ...(unless === null ? [] : partsOf(unless))];
  const labels = parts.flatMap((part) =>
    part.kind === 'label' && !FACTS.includes(part.label) ? [part.label] : [],
  );
  const patterns = [
    target,
    ...parts.flatMap((part) => (part.kind === 'target' ? [part.pattern] : [])),
  ];
  const endpoints: Endpoint[] = [
    ...patterns.flatMap((pattern) => (pattern.kind === 'endpoint' ? [pattern.endpoint] : [])),
    ...program.sources.flatMap((source) =>
      source.kind === 'endpoint' && labels.includes(source.label) ? [source.endpoint.endpoint] : [],
    ),
  ];
  return new Set<Concern>([
    ...(labels.length > 0 ? ['labels' as const] : []),
    ...(labels.length > 0 && operation === 'exec' ? ['late-labels' as const] : []),
    ...(parts.some(({ kind }) => kind === 'after') ? ['gates' as const] : []),
    ...endpoints.flatMap((endpoint) =>
      endpoint.kind === 'host'
        ? [isSpelledOut(endpoint.name) ? ('host-names' as const) : ('host-wildcards' as const)]
        : [],
    ),
    ...(endpoints.some(({ kind }) => kind === 'unix') ? ['unix-sockets' as const] : []),
  ]);
}

/** A condition and all that it is made of. */
function partsOf(condition: Condition): Condition[] {
  switch (condition.kind) {
    case 'not':
      return partsOf(condition.of);
    case 'and':
    case 'or':
      return [...partsOf(condition.left), ...partsOf(condition.right)];
    default:
      return [condition];
  }
}
