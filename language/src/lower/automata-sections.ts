/** Sections that automata are made of. */
import { AUTOMATA, type AutomatonKind } from '@rein/contract';
import type { AtomSets, Automaton } from '../automaton/automaton.js';
import { SectionWriter } from './section.js';

export interface KindAutomaton {
  readonly kind: AutomatonKind;
  readonly automaton: Automaton;
}

export function automataSections(automata: readonly KindAutomaton[]): readonly SectionWriter[] {
  const total = (size: (one: Automaton) => number) =>
    automata.reduce((sum, { automaton }) => sum + size(automaton), 0);
  const header = new SectionWriter('automata', automata.length);
  const classes = new SectionWriter('classes', 256 * automata.length);
  const cells = new SectionWriter(
    'cells',
    total(({ cells: { length } }) => length),
  );
  const states = new SectionWriter(
    'states',
    total((one) => one.states),
  );
  let firstCell = 0;
  let firstState = 0;
  automata.forEach(({ kind, automaton }, i) => {
    header.u32(AUTOMATA.indexOf(kind)).u32(automaton.states).u32(automaton.classCount);
    header.u32(automaton.start).u32(automaton.emitFrom);
    header
      .u32(256 * i)
      .u32(firstCell)
      .u32(firstState);
    classes.u8s(automaton.classes);
    cells.u16s(automaton.cells);
    states.u32s(pairs(automaton.accept, automaton.emit));
    firstCell += automaton.cells.length;
    firstState += automaton.states;
  });
  return [header, classes, cells, states];
}

function pairs(first: Uint32Array, second: Uint32Array): Uint32Array {
  const both = new Uint32Array(2 * first.length);
  for (let i = 0; i < first.length; i++) {
    both[2 * i] = first[i] ?? 0;
    both[2 * i + 1] = second[i] ?? 0;
  }
  return both;
}

/** Sets of atoms, and after them the gate numbers that clauses point to. */
export function setSections(
  { sets }: AtomSets,
  gateLists: readonly (readonly number[])[],
): { readonly sections: readonly SectionWriter[]; readonly gatesAt: readonly number[] } {
  const lists = [...sets, ...gateLists];
  const spans = new SectionWriter('sets', sets.length);
  const atoms = new SectionWriter(
    'set_atoms',
    lists.reduce((sum, list) => sum + list.length, 0),
  );
  const gatesAt: number[] = [];
  let off = 0;
  lists.forEach((list, i) => {
    if (i < sets.length) spans.span({ off, len: list.length });
    else gatesAt.push(off);
    for (const one of list) atoms.u16(one);
    off += list.length;
  });
  return { sections: [spans, atoms], gatesAt };
}
