/**
 * Globs over UTF-8 bytes, exactly as docs/reference/semantics.md has them. Braces are expanded
 * here, so what comes after sees only lists of tokens.
 */
import { expandBraces } from './braces.js';
import { type GlobFault, isFault, scan } from './scan.js';
import { type GlobToken, toTokens } from './tokens.js';

export type { GlobFault } from './scan.js';
export type { GlobToken } from './tokens.js';

/** One way to match, free of braces. */
export interface GlobAlternative {
  readonly tokens: readonly GlobToken[];
  /** Starts with an unquoted `~/`: the home directory, when the glob is a path. */
  readonly tilde: boolean;
}

export interface Glob {
  /** As written. */
  readonly text: string;
  /** Matches when any of them does; never empty. */
  readonly alternatives: readonly GlobAlternative[];
}

export type GlobResult =
  | { readonly ok: true; readonly glob: Glob }
  | ({ readonly ok: false } & GlobFault);

/** Reads a glob. `at` of a failure is a UTF-16 offset in `text`. */
export function parseGlob(text: string): GlobResult {
  const items = scan(text);
  if (isFault(items)) return { ok: false, ...items };
  const expanded = expandBraces(items);
  if (isFault(expanded)) return { ok: false, ...expanded };
  const alternatives = expanded.map((alternative) => {
    const [first, second] = alternative;
    const tilde =
      first?.kind === 'char' &&
      first.code === 0x7e &&
      !first.quoted &&
      second?.kind === 'char' &&
      second.code === 0x2f;
    return { tokens: toTokens(alternative), tilde };
  });
  return { ok: true, glob: { text, alternatives } };
}
