/**
 * Patterns by the loops that they keep running. What multiplies states is patterns whose loops run
 * at the same time: inside each folder that one loop waits in, all positions of the other start
 * anew. Patterns with the same loops share them, and their states only add up.
 */
import { nameOf, type Pattern, type Token } from './nfa.js';

export interface Family {
  /** What the patterns begin with, up to and with their last loop; empty without one. */
  readonly loops: readonly Token[];
  readonly patterns: readonly Pattern[];
  /** Positions after the loop: nodes of the trie of what the patterns go on with. */
  readonly size: number;
  readonly kind: FamilyKind;
}

/**
 * `anchored`: begins with a literal, so its loops run in one folder only. `usual`: at most the
 * loops of a leading `**` segment and of a `*` behind it. `roaming`: any other, may start anywhere.
 */
export type FamilyKind = 'usual' | 'roaming' | 'anchored';

/** Parts patterns into families, each with at most `sizeMax` tokens after the loops. */
export function familiesOf(patterns: readonly Pattern[], sizeMax: number): readonly Family[] {
  const byLoops = new Map<string, { loops: readonly Token[]; patterns: Pattern[] }>();
  for (const pattern of patterns) {
    const loops = pattern.tokens.slice(0, loopsEnd(pattern.tokens));
    const key = loops.map(nameOf).join(' ');
    const family = byLoops.get(key);
    if (family === undefined) byLoops.set(key, { loops, patterns: [pattern] });
    else family.patterns.push(pattern);
  }
  return [...byLoops.values()].flatMap((family) => chunks(family.loops, family.patterns, sizeMax));
}

/** Index after the last loop; a `**` at the end is none, since it has nothing to wait for. */
function loopsEnd(tokens: readonly Token[]): number {
  const last = tokens.length - 1;
  for (let i = last; i >= 0; i--) {
    const kind = tokens[i]?.kind;
    if (kind === 'star' || kind === 'segments' || (kind === 'any' && i < last)) return i + 1;
  }
  return 0;
}

function chunks(
  loops: readonly Token[],
  patterns: readonly Pattern[],
  sizeMax: number,
): readonly Family[] {
  const families: Family[] = [];
  let chunk: Pattern[] = [];
  let length = 0;
  const end = () => {
    const size = positionsOf(chunk, loops.length);
    families.push({ loops, patterns: chunk, size, kind: kindOf(loops) });
    chunk = [];
    length = 0;
  };
  for (const pattern of patterns) {
    length += pattern.tokens.length - loops.length;
    if (length > sizeMax && chunk.length > 0) end();
    chunk.push(pattern);
  }
  end();
  return families;
}

/** Nodes of the trie of what stands behind the first `from` tokens. */
function positionsOf(patterns: readonly Pattern[], from: number): number {
  const children = new Map<number | string, number>();
  for (const { tokens } of patterns) {
    let at = 0;
    for (let i = from; i < tokens.length; i++) {
      const token = tokens[i];
      if (token === undefined) continue;
      const key = token.kind === 'byte' ? 256 * at + token.byte : `${at} ${nameOf(token)}`;
      const next = children.get(key) ?? children.size + 1;
      children.set(key, next);
      at = next;
    }
  }
  return children.size + 1;
}

function kindOf(loops: readonly Token[]): FamilyKind {
  const kinds = loops.map((token) => token.kind).join(' ');
  if (/^(segments|any|star|segments star)?$/.test(kinds)) return 'usual';
  return kinds.startsWith('byte') ? 'anchored' : 'roaming';
}
