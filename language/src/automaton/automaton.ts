/** A finished automaton, in the numbers of the policy image. */

export interface Automaton {
  readonly states: number;
  readonly start: number;
  /** States from this one on say `emit` when they are entered. */
  readonly emitFrom: number;
  /** 256 bytes: class of each byte. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** Next state, row-major by state and class. State 0 is dead. */
  readonly cells: Uint16Array;
  /** Per state: number of an atom set, see `AtomSets`. */
  readonly accept: Uint32Array;
  readonly emit: Uint32Array;
}

/** Sets of atoms that states say, shared by all automata of an image. Set 0 is empty. */
export class AtomSets {
  readonly sets: (readonly number[])[] = [[]];
  private readonly ids = new Map<string, number>([['', 0]]);

  /** Number of a set, whatever the order and however often an atom is named. */
  intern(atoms: readonly number[]): number {
    if (atoms.length === 0) return 0;
    const [only] = atoms;
    const set = atoms.length === 1 && only !== undefined ? [only] : sorted(atoms);
    const key = set.join();
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.sets.length;
    this.sets.push(set);
    this.ids.set(key, id);
    return id;
  }
}

function sorted(atoms: readonly number[]): readonly number[] {
  return [...new Set(atoms)].sort((a, b) => a - b);
}
