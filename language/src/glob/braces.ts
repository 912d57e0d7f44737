/** `{a,b}`: every choice written out. */
import { LIMITS } from '@rein/contract';
import { GLOB_LIMITS } from './limits.js';
import type { Flat, GlobFault, Item } from './scan.js';
import { isFault } from './scan.js';

type Choice = Flat | { readonly kind: 'choice'; readonly of: readonly (readonly Choice[])[] };

/** Lists of items without braces, in the order in which they are written. */
export function expandBraces(items: readonly Item[]): readonly (readonly Flat[])[] | GlobFault {
  if (items.every(isFlat)) return [items];
  const { sequence, fault } = readSequence(items, 0, null, 0);
  if (fault !== null) return fault;
  const { alternatives, items: size } = sizeOf(sequence);
  if (alternatives > LIMITS.alternatives || size > GLOB_LIMITS.items) return tooMany(items);
  return expand(sequence);
}

function isFlat(item: Item): item is Flat {
  return item.kind !== 'mark';
}

function tooMany(items: readonly Item[]): GlobFault {
  const first = items.find((item) => item.kind === 'mark' && item.mark === '{');
  return {
    message: `the braces come to more than ${LIMITS.alternatives} alternatives, or to very long ones`,
    help: 'use a wildcard, or write several clauses',
    at: first?.kind === 'mark' ? first.at : 0,
  };
}

interface Reading {
  readonly sequence: readonly Choice[];
  readonly next: number;
  readonly fault: GlobFault | null;
}

/** Reads up to the `,` or `}` that ends an alternative of the brace at `open`, or to the end. */
function readSequence(
  items: readonly Item[],
  from: number,
  open: number | null,
  depth: number,
): Reading {
  const sequence: Choice[] = [];
  let at = from;
  for (let item = items[at]; item !== undefined; item = items[at]) {
    if (item.kind !== 'mark') {
      sequence.push(item);
    } else if (item.mark === '{') {
      const brace = readBrace(items, at, item.at, depth + 1);
      if (isFault(brace)) return { sequence, next: at, fault: brace };
      sequence.push({ kind: 'choice', of: brace.alternatives });
      at = brace.next;
      continue;
    } else {
      if (open !== null) break;
      sequence.push({ kind: 'char', code: item.mark.charCodeAt(0), quoted: false });
    }
    at += 1;
  }
  return { sequence, next: at, fault: null };
}

function readBrace(
  items: readonly Item[],
  index: number,
  open: number,
  depth: number,
): { readonly alternatives: readonly (readonly Choice[])[]; readonly next: number } | GlobFault {
  if (depth > LIMITS.alternatives) return tooMany(items);
  const alternatives: (readonly Choice[])[] = [];
  let at = index + 1;
  for (;;) {
    const { sequence, next, fault } = readSequence(items, at, open, depth);
    if (fault !== null) return fault;
    alternatives.push(sequence);
    const end = items[next];
    if (end === undefined) {
      const help = 'close it with `}`, or write `\\{` to mean the character';
      return { message: 'this `{` is never closed', help, at: open };
    }
    at = next + 1;
    if (end.kind === 'mark' && end.mark === '}') break;
  }
  if (alternatives.length < 2) {
    const help = 'separate alternatives with commas; write `\\{` to mean the character';
    return { message: 'a brace offers two alternatives or more', help, at: open };
  }
  return { alternatives, next: at };
}

interface Size {
  readonly alternatives: number;
  /** Of all alternatives together. */
  readonly items: number;
}

/** What the choices come to when they are written out. */
function sizeOf(sequence: readonly Choice[]): Size {
  let size: Size = { alternatives: 1, items: 0 };
  for (const item of sequence) {
    const of = item.kind === 'choice' ? item.of.map(sizeOf) : [{ alternatives: 1, items: 1 }];
    const alternatives = of.reduce((sum, one) => sum + one.alternatives, 0);
    const items = of.reduce((sum, one) => sum + one.items, 0);
    size = {
      alternatives: size.alternatives * alternatives,
      items: size.items * alternatives + items * size.alternatives,
    };
  }
  return size;
}

function expand(sequence: readonly Choice[]): Flat[][] {
  let results: Flat[][] = [[]];
  for (const item of sequence) {
    if (item.kind !== 'choice') {
      for (const result of results) result.push(item);
      continue;
    }
    const tails = item.of.flatMap(expand);
    results = results.flatMap((head) => tails.map((tail) => [...head, ...tail]));
  }
  return results;
}
