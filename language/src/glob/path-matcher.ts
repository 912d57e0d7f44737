import type { HostFacts } from '../program.js';
import { parseGlob } from './glob.js';
import { tokensMatch } from './matches.js';
import { resolvePath } from './resolve.js';
import { utf8 } from './utf8.js';

/** Whether a path is one of those that a pattern of a policy names. */
export type PathMatcher = (path: string) => boolean;

/** Reads a pattern as a policy would, for questions outside of one; why it is none, if so. */
export function createPathMatcher(
  text: string,
  host: HostFacts,
): PathMatcher | { readonly why: string } {
  const parsed = parseGlob(text);
  if (!parsed.ok) return { why: parsed.message };
  const ways = resolvePath(parsed.glob, host);
  return (path) => {
    const bytes = utf8(path);
    return ways.some((tokens) => tokensMatch(tokens, bytes));
  };
}
