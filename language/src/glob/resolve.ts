/** Path patterns against a host: what a glob of a policy file means as absolute paths. */
import type { HostFacts } from '../program.js';
import type { Glob, GlobAlternative, GlobToken } from './glob.js';
import { isSettled, joinSegments, splitSegments } from './segments.js';
import { literalTokens } from './tokens.js';
import { fromUtf8, utf8 } from './utf8.js';

const SLASH = 0x2f;
const SEGMENTS: GlobToken = { kind: 'segments' };

/** What the tokens of one alternative say about an absolute path. */
export type PathTokens = readonly GlobToken[];

/** Every way to match; the spellings of a symbolic link in a literal prefix are ways of their own. */
export function resolvePath(glob: Glob, host: HostFacts): readonly PathTokens[] {
  return glob.alternatives.flatMap((alternative) => {
    const tokens = settled(absolute(alternative, host));
    const other = otherSpelling(tokens, host);
    return other === null ? [tokens] : [tokens, other];
  });
}

/** Whether a path pattern names everything: `any`, `**`, `*`. */
export function namesEveryPath(glob: Glob): boolean {
  return glob.alternatives.some(({ tokens }) => {
    const [first, second] = tokens;
    if (tokens.length > 2 || first === undefined) return false;
    if (second !== undefined) return first.kind === 'segments' && second.kind === 'star';
    return first.kind === 'any' || first.kind === 'star';
  });
}

function settled(tokens: PathTokens): PathTokens {
  return isSettled(tokens) ? tokens : joinSegments(splitSegments(tokens));
}

function absolute({ tokens, tilde }: GlobAlternative, host: HostFacts): PathTokens {
  const [first] = tokens;
  if (tilde) return [...literalTokens(utf8(host.home)), ...tokens.slice(1)];
  if (first?.kind === 'segments' || isSlash(first)) return tokens;
  const hasSlash = tokens.some((token) => token.kind === 'segments' || isSlash(token));
  if (!hasSlash) return first?.kind === 'any' ? tokens : [SEGMENTS, ...tokens];
  return [...literalTokens(utf8(`${host.root}/`)), ...tokens];
}

function isSlash(token: GlobToken | undefined): boolean {
  return token?.kind === 'byte' && token.byte === SLASH;
}

/** Index after the last `/` of the literal beginning; 0 when it does not begin with `/`. */
function prefixLength(tokens: PathTokens): number {
  if (!isSlash(tokens[0])) return 0;
  let length = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== 'byte') break;
    if (token.byte === SLASH) length = at + 1;
  }
  return length;
}

/** The directory that all matches lie below, without a final `/`; null when none but `/` does. */
export function literalDirectory(tokens: PathTokens): string | null {
  const length = prefixLength(tokens);
  if (length <= 1) return null;
  const bytes = tokens
    .slice(0, length - 1)
    .map((token) => (token.kind === 'byte' ? token.byte : 0));
  return fromUtf8(bytes);
}

function otherSpelling(tokens: PathTokens, host: HostFacts): PathTokens | null {
  const directory = literalDirectory(tokens);
  if (directory === null || host.realpath === undefined) return null;
  const resolved = host.realpath(directory);
  if (resolved === directory || !resolved.startsWith('/')) return null;
  const rest = tokens.slice(prefixLength(tokens) - 1);
  return settled([...literalTokens(utf8(resolved)), ...rest]);
}
