/** Runs the automata of an image, as the engine does: what a name is said to match. */
import type { AutomatonKind } from '@rein/contract';
import type { ImageAutomaton, ImageReader } from './read-image.js';

/** Atoms that the automata of a kind say about the bytes, ascending. */
export function atomsOf(
  image: ImageReader,
  kind: AutomatonKind,
  bytes: Uint8Array,
): readonly number[] {
  const said = new Set<number>();
  for (const automaton of image.automata()) {
    if (automaton.kind === kind) walk(image, automaton, bytes, said);
  }
  return [...said].sort((a, b) => a - b);
}

function walk(
  image: ImageReader,
  automaton: ImageAutomaton,
  bytes: Uint8Array,
  said: Set<number>,
): void {
  const { classCount, emitFrom, firstClass, firstCell, firstState } = automaton;
  const say = (state: number, offset: number) => {
    const set = image.field('states', firstState + state, offset, 4);
    for (const atom of image.set(set)) said.add(atom);
  };
  let state = automaton.start;
  if (state >= emitFrom) say(state, 4);
  for (const byte of bytes) {
    const column = image.field('classes', firstClass + byte, 0, 1);
    state = image.field('cells', firstCell + state * classCount + column, 0, 2);
    if (state >= emitFrom) say(state, 4);
  }
  say(state, 0);
}
