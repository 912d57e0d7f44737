import type { GlobToken } from '../glob/glob.js';
import type { CapabilityRule, ResourcePattern } from './capability.js';

const SEGMENTS: GlobToken = { kind: 'segments' };
const SLASH = 0x2f;

/** Every way for a text to be named by a rule; empty for one about addresses. */
export function tokensOf(rule: CapabilityRule): readonly (readonly GlobToken[])[] {
  return rule.patterns.flatMap((pattern) => waysOf(rule, pattern));
}

function waysOf(
  { capability, effect }: CapabilityRule,
  pattern: ResourcePattern,
): readonly (readonly GlobToken[])[] {
  if (pattern.kind === 'endpoint') {
    const { endpoint } = pattern;
    return endpoint.kind === 'host' ? endpoint.name.alternatives.map(({ tokens }) => tokens) : [];
  }
  const plain = pattern.glob.alternatives.map(({ tokens }) => tokens);
  switch (capability) {
    case 'fs.read':
    case 'fs.write':
    case 'fs.delete':
    case 'fs.list':
      // As in policies: a pattern without a slash is about a name in any folder.
      return plain.map(inAnyFolder);
    case 'proc.spawn':
      // What refuses a program refuses it wherever it lies; what allows one by name means the one
      // that PATH finds, not a file of the agent's that is called the same.
      return effect === 'allow' ? plain : plain.flatMap((tokens) => [tokens, inAnyFolder(tokens)]);
    case 'mcp.call':
    case 'secrets.read':
    case 'net.fetch':
    case 'net.connect':
      return plain;
    default:
      return capability satisfies never;
  }
}

function inAnyFolder(tokens: readonly GlobToken[]): readonly GlobToken[] {
  return hasSlash(tokens) || tokens[0]?.kind === 'any' ? tokens : [SEGMENTS, ...tokens];
}

function hasSlash(tokens: readonly GlobToken[]): boolean {
  return tokens.some(
    (token) => token.kind === 'segments' || (token.kind === 'byte' && token.byte === SLASH),
  );
}
