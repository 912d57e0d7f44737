/**
 * Subset construction. A state of the result is three things: the nodes that can still move, the
 * atoms that hold if the bytes end here, and the atoms that hold from here on. The row of moves
 * depends on the first only, so it is computed once for all states that share it; a pattern that
 * has said its atom leaves the subset, so that a trailing `**` multiplies no states.
 */
import type { AtomSets } from './automaton.js';
import type { ByteClasses } from './classes.js';
import { type CompiledNodes, compileNodes } from './compiled-nodes.js';
import { LOOP, type Nfa, ROOT } from './nfa.js';
import { Subsets } from './subsets.js';

/** States as they were found: 0 is the start. */
export interface Subsetted {
  readonly accept: readonly number[];
  readonly emit: readonly number[];
  /** Per state: row of moves that it goes by. */
  readonly rowOf: readonly number[];
  readonly rows: Rows;
  /** Nodes of the states that rows stand for, by row: what can still move. */
  readonly movers: Subsets;
}

/** Moves by row. Most classes lead where all others lead: only what differs is written out. */
export interface Rows {
  /** Per row: next state of the classes that have no move of their own. */
  readonly otherwise: readonly number[];
  /** Per row: where its pairs in `moves` end; they start where those of the row before end. */
  readonly ends: readonly number[];
  /** Pairs of class and next state; of two for one class the later holds. */
  readonly moves: readonly number[];
}

/** Asked before each row: the states so far and the nodes of the row. False gives up. */
export type GoOn = (states: number, movers: Int32Array) => boolean;

/** Makes the patterns of `nfa` deterministic; null when `goOn` said no. */
export function determinize(
  nfa: Nfa,
  classes: ByteClasses,
  sets: AtomSets,
  goOn: GoOn,
): Subsetted | null {
  return new Construction(nfa, classes, sets).run(goOn);
}

class Construction {
  private readonly compiled: CompiledNodes;
  private readonly subsets = new Subsets();
  private readonly movers = new Subsets();
  private readonly stateOf: number[] = [];
  /** Numbers for what makes a state: row, accept set, emit set. */
  private readonly states = new Subsets();
  private readonly key = new Int32Array(3);
  private readonly accept: number[] = [];
  private readonly emit: number[] = [];
  private readonly rowOf: number[] = [];
  private readonly otherwise: number[] = [];
  private readonly ends: number[] = [];
  private readonly moves: number[] = [];
  /** The set being gathered, and the stamp of its members. */
  private readonly members: Int32Array;
  private readonly stamps: Int32Array;
  private size = 0;
  private stamp = 0;
  /** Of the row being computed: targets by class, classes that have some, nodes that stay. */
  private readonly targets: number[][];
  private readonly touched: number[] = [];
  private readonly stay: number[] = [];
  private readonly staySlash: number[] = [];

  constructor(
    private readonly nfa: Nfa,
    private readonly classes: ByteClasses,
    private readonly sets: AtomSets,
  ) {
    this.compiled = compileNodes(nfa, classes);
    this.members = new Int32Array(nfa.nodes.length);
    this.stamps = new Int32Array(nfa.nodes.length);
    this.targets = Array.from({ length: classes.count }, () => []);
  }

  run(goOn: GoOn): Subsetted | null {
    this.begin();
    this.enter(ROOT);
    this.state();
    for (let row = 0; row < this.movers.count; row++) {
      const nodes = this.movers.get(row);
      if (!goOn(this.accept.length, nodes)) return null;
      this.addRow(nodes);
    }
    const { accept, emit, rowOf, movers, otherwise, ends, moves } = this;
    return { accept, emit, rowOf, rows: { otherwise, ends, moves }, movers };
  }

  private begin(): void {
    this.size = 0;
    this.stamp += 1;
  }

  private enter(node: number): void {
    const { closures, closureStart } = this.compiled;
    const end = closureStart[node + 1] ?? 0;
    for (let i = closureStart[node] ?? 0; i < end; i++) this.put(closures[i] ?? 0);
  }

  private put(node: number): void {
    if (this.stamps[node] === this.stamp) return;
    this.stamps[node] = this.stamp;
    this.members[this.size++] = node;
  }

  /** The state of the set just gathered. */
  private state(): number {
    sortStart(this.members, this.size);
    const subset = this.subsets.intern(this.members, this.size);
    const known = this.stateOf[subset];
    if (known !== undefined) return known;
    const state = this.newState();
    this.stateOf[subset] = state;
    return state;
  }

  private newState(): number {
    let accepts = NONE;
    let emits = NONE;
    let moving = 0;
    for (let i = 0; i < this.size; i++) {
      const member = this.members[i] ?? 0;
      const node = this.nfa.nodes[member];
      if (node === undefined) continue;
      if (node.accepts.length > 0) accepts = [...accepts, ...node.accepts];
      if (node.emits.length > 0) emits = [...emits, ...node.emits];
      if (this.compiled.moves[member] === 1) this.members[moving++] = member;
    }
    const row = this.movers.intern(this.members, moving);
    const accept = this.sets.intern(accepts);
    const emit = this.sets.intern(emits);
    this.key[0] = row;
    this.key[1] = accept;
    this.key[2] = emit;
    const state = this.states.intern(this.key, 3);
    if (state < this.accept.length) return state;
    this.accept.push(accept);
    this.emit.push(emit);
    this.rowOf.push(row);
    return state;
  }

  /** Next states by class, for the nodes that can move. */
  private addRow(nodes: Int32Array): void {
    const { stay, staySlash, touched, moves } = this;
    const { slash } = this.classes;
    this.sortMoves(nodes);
    const otherwise = this.gather(stay, NONE);
    this.otherwise.push(otherwise);
    // All that stays on `/` stays on other bytes too.
    if (staySlash.length < stay.length) moves.push(slash, this.gather(staySlash, NONE));
    for (let i = 0; i < touched.length; i++) {
      const one = touched[i] ?? 0;
      const targets = this.targets[one] ?? [];
      moves.push(one, this.gather(one === slash ? staySlash : stay, targets));
      targets.length = 0;
    }
    this.ends.push(moves.length);
  }

  /** Where the nodes lead, by class; and which of them stay, on `/` and on any other byte. */
  private sortMoves(nodes: Int32Array): void {
    const { stay, staySlash, touched, compiled } = this;
    stay.length = 0;
    staySlash.length = 0;
    touched.length = 0;
    for (let n = 0; n < nodes.length; n++) {
      const node = nodes[n] ?? 0;
      if (compiled.loops[node] !== LOOP.none) stay.push(node);
      if (compiled.loops[node] === LOOP.all) staySlash.push(node);
      const end = compiled.edgeStart[node + 1] ?? 0;
      for (let i = compiled.edgeStart[node] ?? 0; i < end; i += 2) {
        const one = compiled.edges[i] ?? 0;
        const targets = this.targets[one];
        if (targets?.length === 0) touched.push(one);
        targets?.push(compiled.edges[i + 1] ?? 0);
      }
    }
  }

  private gather(stay: readonly number[], targets: readonly number[]): number {
    this.begin();
    for (let i = 0; i < stay.length; i++) this.enter(stay[i] ?? 0);
    for (let i = 0; i < targets.length; i++) this.enter(targets[i] ?? 0);
    return this.state();
  }
}

const NONE: readonly number[] = [];
/** Sorts the first elements in place: most sets are small and nearly in order. */
function sortStart(elements: Int32Array, length: number): void {
  if (length > 32) {
    elements.subarray(0, length).sort();
    return;
  }
  for (let i = 1; i < length; i++) {
    const element = elements[i] ?? 0;
    let at = i;
    for (; at > 0 && (elements[at - 1] ?? 0) > element; at--) elements[at] = elements[at - 1] ?? 0;
    elements[at] = element;
  }
}
