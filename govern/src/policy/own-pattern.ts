/** Patterns of the rules that Rein makes itself. One that cannot be read is a bug. */
import { type EndpointPattern, type PathPattern, parseEndpoint, parseGlob } from '@rein/language';

export function pathPattern(text: string): PathPattern {
  const parsed = parseGlob(text);
  if (!parsed.ok) throw new Error(`own pattern ${text}: ${parsed.message}`);
  return { kind: 'path', text, glob: parsed.glob };
}

export function endpointPattern(text: string): EndpointPattern {
  const parsed = parseEndpoint(text);
  if (!parsed.ok) throw new Error(`own pattern ${text}: ${parsed.message}`);
  return { kind: 'endpoint', text, endpoint: parsed.endpoint };
}

/** A path as a glob that names it and nothing else. */
export function escaped(path: string): string {
  return path.replace(/[\\*?[\]{},!^]/g, '\\$&');
}
