/** Byte classes: bytes that no pattern tells apart are one column of the table. */
import type { Nfa } from './nfa.js';

const SLASH = 0x2f;

export interface ByteClasses {
  /** Class of each of the 256 bytes. */
  readonly of: Uint8Array;
  readonly count: number;
  /** Class of `/`, which always stands alone. */
  readonly slash: number;
}

/** Parts the bytes as coarsely as the edges of the automaton allow. */
export function byteClasses(nfa: Nfa): ByteClasses {
  const ranges = new Set<number>([SLASH * 256 + SLASH]);
  for (const node of nfa.nodes) for (const { from, to } of node.edges) ranges.add(from * 256 + to);
  const of = new Uint8Array(256);
  const sizes = [256];
  for (const range of ranges) part(of, sizes, range >> 8, range & 0xff);
  return { of, count: sizes.length, slash: of[SLASH] ?? 0 };
}

/** Classes that lie partly in the range give the bytes in it to a class of their own. */
function part(of: Uint8Array, sizes: number[], from: number, to: number): void {
  const inside = new Uint16Array(sizes.length);
  for (let byte = from; byte <= to; byte++) {
    const one = of[byte] ?? 0;
    inside[one] = (inside[one] ?? 0) + 1;
  }
  const parted = new Map<number, number>();
  for (let byte = from; byte <= to; byte++) {
    const one = of[byte] ?? 0;
    const there = parted.get(one) ?? (inside[one] === sizes[one] ? one : sizes.push(0) - 1);
    parted.set(one, there);
    of[byte] = there;
  }
  for (const [one, there] of parted) {
    if (one === there) continue;
    sizes[there] = inside[one] ?? 0;
    sizes[one] = (sizes[one] ?? 0) - (inside[one] ?? 0);
  }
}
