import type { Condition, Endpoint, Glob, Program, TargetPattern } from '@rein/language';

/**
 * The host names a program spells out: those can be looked up before the run asks for them. Names
 * with wildcards are learnt from the run's own look-ups only.
 */
export function hostNamesOf(program: Program): string[] {
  const endpoints = [
    ...program.sources.flatMap((source) =>
      source.kind === 'endpoint' ? [source.endpoint.endpoint] : [],
    ),
    ...program.rules.flatMap(({ clauses }) =>
      clauses.flatMap(({ target, when, unless }) => [
        ...endpointIn(target),
        ...endpointsIn(when),
        ...(unless === null ? [] : endpointsIn(unless)),
      ]),
    ),
  ];
  return [...new Set(endpoints.flatMap(literalNames))];
}

function endpointIn(target: TargetPattern): Endpoint[] {
  return target.kind === 'endpoint' ? [target.endpoint] : [];
}

function endpointsIn(condition: Condition): Endpoint[] {
  switch (condition.kind) {
    case 'target':
      return endpointIn(condition.pattern);
    case 'not':
      return endpointsIn(condition.of);
    case 'and':
    case 'or':
      return [...endpointsIn(condition.left), ...endpointsIn(condition.right)];
    default:
      return [];
  }
}

function literalNames(endpoint: Endpoint): string[] {
  return endpoint.kind === 'host' ? literalsOf(endpoint.name) : [];
}

/** Whether a name can be looked up whole: none of its alternatives has a wildcard. */
export function isSpelledOut(name: Glob): boolean {
  return literalsOf(name).length === name.alternatives.length;
}

/** The alternatives of a glob that have no wildcard, as text. */
function literalsOf(glob: Glob): string[] {
  return glob.alternatives.flatMap(({ tokens }) => {
    const bytes = tokens.flatMap((token) => (token.kind === 'byte' ? [token.byte] : []));
    return bytes.length === tokens.length ? [Buffer.from(bytes).toString('utf8')] : [];
  });
}
