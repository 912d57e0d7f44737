/** From subsets to the table of the image: which state gets which number. */
import type { Automaton } from './automaton.js';
import type { ByteClasses } from './classes.js';
import type { Subsetted } from './determinize.js';

/** Numbers the states: the dead one is 0, those that say something when entered come last. */
export function numberStates(found: Subsetted, classes: ByteClasses): Automaton {
  const numbers = numbering(found);
  const count = numbers.states;
  const { otherwise, ends, moves } = found.rows;
  const cells = new Uint16Array(count * classes.count);
  const accept = new Uint32Array(count);
  const emit = new Uint32Array(count);
  found.rowOf.forEach((row, state) => {
    const number = numbers.of[state] ?? 0;
    accept[number] = found.accept[state] ?? 0;
    emit[number] = found.emit[state] ?? 0;
    const first = number * classes.count;
    cells.fill(numbers.of[otherwise[row] ?? 0] ?? 0, first, first + classes.count);
    const end = ends[row] ?? 0;
    for (let i = ends[row - 1] ?? 0; i < end; i += 2) {
      cells[first + (moves[i] ?? 0)] = numbers.of[moves[i + 1] ?? 0] ?? 0;
    }
  });
  return {
    states: count,
    start: numbers.of[0] ?? 0,
    emitFrom: numbers.emitFrom,
    classes: classes.of,
    classCount: classes.count,
    cells,
    accept,
    emit,
  };
}

function numbering({ accept, emit, rowOf, movers }: Subsetted): {
  readonly of: Int32Array;
  readonly states: number;
  readonly emitFrom: number;
} {
  const of = new Int32Array(rowOf.length);
  const isDead = (state: number) =>
    emit[state] === 0 && accept[state] === 0 && movers.get(rowOf[state] ?? 0).length === 0;
  let next = 1;
  rowOf.forEach((_, state) => {
    if (emit[state] === 0) of[state] = isDead(state) ? 0 : next++;
  });
  const emitFrom = next;
  rowOf.forEach((_, state) => {
    if (emit[state] !== 0) of[state] = next++;
  });
  return { of, states: next, emitFrom };
}
