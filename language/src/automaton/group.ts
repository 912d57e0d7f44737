/** Which patterns share an automaton: each further one costs a pass over every name. */
import { LIMITS } from '@rein/contract';
import { fitsTogether } from './estimate.js';
import { type Family, type FamilyKind, familiesOf } from './families.js';
import type { Pattern } from './nfa.js';

export interface GroupSizes {
  /** Up to so many states one automaton is right even if two would be smaller. */
  readonly small: number;
  /** The most that a group is estimated to come to. */
  readonly cap: number;
}

/** An estimate this far below the limit is safe to try. */
const SIZES: GroupSizes = { small: 8192, cap: Math.floor(LIMITS.states * 0.75) };

/** How far past the limit a rough guess must be to be believed. */
const HOPELESS = 8;

/** Parts the patterns into groups that are likely to fit one automaton each; null past the limit. */
export function groupPatterns(
  patterns: readonly Pattern[],
  { small, cap }: GroupSizes = SIZES,
): readonly (readonly Family[])[] | null {
  const families = familiesOf(patterns, cap / 2);
  const of = (...kinds: FamilyKind[]) => families.filter(({ kind }) => kinds.includes(kind));
  const most = Math.min(cap, Math.max(small, 2 * sizeOf(families)));
  // Each of the others usually meets all positions of the usual ones: no need to count that out.
  const hopeless = of('roaming', 'anchored').length * sizeOf(of('usual')) > HOPELESS * most;
  if (!hopeless && fitsTogether(families, most)) return [families];
  const partings = [
    [of('usual', 'roaming'), of('anchored')],
    [of('usual'), of('roaming', 'anchored')],
    [of('usual'), of('roaming'), of('anchored')],
  ].map((parting) => parting.filter((part) => part.length > 0));
  const fits = (part: readonly Family[]) => fitsTogether(part, cap);
  const groups =
    partings.find((parting) => parting.every(fits)) ?? pack(partings.at(-1) ?? [], cap);
  return groups.length > LIMITS.automata ? null : groups;
}

function sizeOf(families: readonly Family[]): number {
  return families.reduce((sum, { size }) => sum + size, 0);
}

/** As few groups as come of filling one after the other, the largest families first. */
function pack(parts: readonly (readonly Family[])[], cap: number): readonly (readonly Family[])[] {
  const groups: (readonly Family[])[] = [];
  for (const part of parts) {
    let rest = [...part].sort((a, b) => b.size - a.size);
    let taken = 1;
    while (rest.length > 0 && groups.length <= LIMITS.automata) {
      taken = longestFit(rest, taken, cap);
      groups.push(rest.slice(0, taken));
      rest = rest.slice(taken);
    }
  }
  return groups;
}

/** How many of the first families fit one automaton; one is always tried. `guess` is near it. */
function longestFit(families: readonly Family[], guess: number, cap: number): number {
  const fits = (count: number) =>
    count <= families.length && fitsTogether(families.slice(0, count), cap);
  let fit = guess;
  while (fit > 1 && !fits(fit)) fit -= 1;
  let step = 1;
  while (fits(fit + step)) {
    fit += step;
    step *= 2;
  }
  // So far did not fit; half as far may.
  for (step /= 2; step >= 1; step /= 2) if (fits(fit + step)) fit += step;
  return fit;
}
