/** Automata run over bytes, as the engine does, and what the patterns themselves say. */
import { AtomSets, type Automaton } from '../../src/automaton/automaton.js';
import { compileAutomata } from '../../src/automaton/compile.js';
import type { Pattern } from '../../src/automaton/nfa.js';
import type { GlobToken } from '../../src/glob/glob.js';
import { tokensMatch } from '../../src/glob/matches.js';
import { glob } from '../glob/glob.js';

export interface CompiledSet {
  readonly automata: readonly Automaton[];
  readonly sets: AtomSets;
}

/** Compiles patterns that must not be too many. */
export function compiled(patterns: readonly Pattern[]): CompiledSet {
  const sets = new AtomSets();
  const result = compileAutomata(patterns, sets);
  if (!result.ok) throw new Error(`too complex: ${result.worst.join()}`);
  return { automata: result.automata, sets };
}

/** Pattern `i` of the texts has atom `i`. */
export function patternsOf(texts: readonly string[]): readonly GlobPattern[] {
  return texts.flatMap((text, atom) =>
    glob(text).alternatives.map(({ tokens }) => ({ tokens, atom })),
  );
}

export interface GlobPattern extends Pattern {
  readonly tokens: readonly GlobToken[];
}

/** Atoms that the automata say, ascending. */
export function said({ automata, sets }: CompiledSet, bytes: Uint8Array): readonly number[] {
  const atoms = new Set<number>();
  const say = (set: number | undefined) => {
    for (const atom of sets.sets[set ?? 0] ?? []) atoms.add(atom);
  };
  for (const automaton of automata) {
    const { classes, classCount, cells, accept, emit, emitFrom, start } = automaton;
    let state = start;
    if (state >= emitFrom) say(emit[state]);
    for (const byte of bytes) {
      state = cells[state * classCount + (classes[byte] ?? 0)] ?? 0;
      if (state >= emitFrom) say(emit[state]);
    }
    say(accept[state]);
  }
  return [...atoms].sort((a, b) => a - b);
}

/** Atoms of the patterns that match, ascending. */
export function matched(patterns: readonly GlobPattern[], bytes: Uint8Array): readonly number[] {
  const atoms = patterns.filter(({ tokens }) => tokensMatch(tokens, bytes)).map(({ atom }) => atom);
  return [...new Set(atoms)].sort((a, b) => a - b);
}

/** What the engine takes for granted about an automaton. */
export function faultsOf(automaton: Automaton): readonly string[] {
  const { states, start, emitFrom, classes, classCount, cells, accept, emit } = automaton;
  const faults: string[] = [];
  const claim = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  claim(start < states, 'start');
  claim(emitFrom >= 1 && emitFrom <= states, 'emit_from');
  claim(cells.length === states * classCount && accept.length === states, 'sizes');
  claim(classes.length === 256 && classes.every((one) => one < classCount), 'classes');
  claim(
    cells.every((next) => next < states),
    'cells',
  );
  claim(accept[0] === 0 && emit[0] === 0, 'the dead state says something');
  claim(
    cells.subarray(0, classCount).every((next) => next === 0),
    'the dead state has a way out',
  );
  claim(
    emit.every((set, state) => (set !== 0) === state >= emitFrom),
    'order of states',
  );
  return faults;
}
