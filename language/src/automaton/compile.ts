/** Patterns of one kind to the automata of that kind. Exact, or refused: never an approximation. */
import { LIMITS } from '@rein/contract';
import type { AtomSets, Automaton } from './automaton.js';
import { byteClasses } from './classes.js';
import { determinize } from './determinize.js';
import type { Family } from './families.js';
import { type GroupSizes, groupPatterns } from './group.js';
import { Nfa, type Pattern } from './nfa.js';
import { numberStates } from './number-states.js';

export type Compiled =
  | { readonly ok: true; readonly automata: readonly Automaton[] }
  /** Past the limits; the atoms of the patterns that weigh most. */
  | { readonly ok: false; readonly worst: readonly number[] };

/** How many patterns a refusal names. */
const NAMED = 3;

/** Automata that together say exactly the atoms of the patterns that match. */
export function compileAutomata(
  patterns: readonly Pattern[],
  sets: AtomSets,
  sizes?: GroupSizes,
): Compiled {
  if (patterns.length === 0) return { ok: true, automata: [] };
  const groups = groupPatterns(patterns, sizes)?.map(patternsOf);
  if (groups === undefined) return { ok: false, worst: worstOf(patterns) };
  const automata: Automaton[] = [];
  for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
    const automaton = compileOne(group, sets);
    if (automaton !== null) {
      automata.push(automaton);
      continue;
    }
    if (group.length === 1) return { ok: false, worst: worstOf(group) };
    // It came to more than was estimated.
    groups.push(group.slice(0, group.length / 2), group.slice(group.length / 2));
    if (automata.length + groups.length > LIMITS.automata) {
      return { ok: false, worst: worstOf(group) };
    }
  }
  return { ok: true, automata };
}

function patternsOf(families: readonly Family[]): readonly Pattern[] {
  return families.flatMap((family) => family.patterns);
}

function compileOne(patterns: readonly Pattern[], sets: AtomSets): Automaton | null {
  const nfa = new Nfa(patterns);
  const classes = byteClasses(nfa);
  // One number is the dead state's.
  const found = determinize(nfa, classes, sets, (states) => states < LIMITS.states);
  return found === null || found.accept.length >= LIMITS.states
    ? null
    : numberStates(found, classes);
}

/** Atoms of the patterns with the most wildcards that something follows: those wait side by side. */
function worstOf(patterns: readonly Pattern[]): readonly number[] {
  const ways = ({ tokens }: Pattern) =>
    tokens.slice(1, -1).filter((token) => token.kind !== 'byte').length;
  const byWays = [...patterns].sort((a, b) => ways(b) - ways(a));
  return [...new Set(byWays.map(({ atom }) => atom))].slice(0, NAMED);
}
