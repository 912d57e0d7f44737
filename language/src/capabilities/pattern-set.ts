/** Many globs asked in one pass, by the automata that the engine uses too. */
import { AtomSets, type Automaton } from '../automaton/automaton.js';
import { compileAutomata } from '../automaton/compile.js';
import type { GlobToken } from '../glob/glob.js';
import { tokensMatch } from '../glob/matches.js';

export interface SetPattern {
  readonly tokens: readonly GlobToken[];
  /** What the caller knows the pattern by; several may have the same. */
  readonly number: number;
}

export interface PatternSet {
  /** Numbers of the patterns that match all of the bytes; ascending, each once. */
  match(bytes: Uint8Array): readonly number[];
}

/**
 * Compiles the patterns. Time to match grows with the length of the bytes alone; patterns that come to
 * too many states together are tried one after the other instead, with the same answer.
 */
export function createPatternSet(patterns: readonly SetPattern[]): PatternSet {
  const sets = new AtomSets();
  const compiled = compileAutomata(
    patterns.map(({ tokens, number }) => ({ tokens, atom: number })),
    sets,
  );
  if (!compiled.ok) return oneByOne(patterns);
  const { automata } = compiled;
  return {
    match(bytes) {
      const found = new Set<number>();
      for (const automaton of automata) run(automaton, sets, bytes, found);
      return ascending(found);
    },
  };
}

function run(automaton: Automaton, { sets }: AtomSets, bytes: Uint8Array, found: Set<number>) {
  const { classes, classCount, cells, accept, emit, emitFrom, start } = automaton;
  const say = (set: number | undefined): void => {
    for (const number of sets[set ?? 0] ?? []) found.add(number);
  };
  let state = start;
  if (state >= emitFrom) say(emit[state]);
  for (const byte of bytes) {
    const next = cells[state * classCount + (classes[byte] ?? 0)] ?? 0;
    // State 0 is dead; a state that stays has been said.
    if (next === 0) return;
    if (next !== state && next >= emitFrom) say(emit[next]);
    state = next;
  }
  say(accept[state]);
}

function oneByOne(patterns: readonly SetPattern[]): PatternSet {
  return {
    match: (bytes) =>
      ascending(
        new Set(
          patterns.filter(({ tokens }) => tokensMatch(tokens, bytes)).map(({ number }) => number),
        ),
      ),
  };
}

function ascending(numbers: ReadonlySet<number>): readonly number[] {
  return [...numbers].sort((a, b) => a - b);
}
