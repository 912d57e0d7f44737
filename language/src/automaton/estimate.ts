/**
 * How many states families would come to together, without building them: the automaton of their
 * loops alone is small, and each distinct set of running loops costs the positions behind them.
 */
import { AtomSets } from './automaton.js';
import { byteClasses } from './classes.js';
import { determinize } from './determinize.js';
import type { Family } from './families.js';
import { LOOP, Nfa } from './nfa.js';
import { Subsets } from './subsets.js';

/** Whether the families together stay at about `cap` states or fewer. */
export function fitsTogether(families: readonly Family[], cap: number): boolean {
  const nfa = new Nfa();
  const sizeOf = new Map<number, number>();
  let states = 0;
  for (const { loops, size } of families) {
    const end = nfa.path(loops);
    // The loop of a `**` segment stands before the node that it leads to.
    const loop = nfa.nodes[end]?.loop === LOOP.none ? end - 1 : end;
    if (loops.length === 0) states += size;
    else sizeOf.set(loop, (sizeOf.get(loop) ?? 0) + size);
  }
  const sizes = Int32Array.from(nfa.nodes, (_, node) => sizeOf.get(node) ?? 0);
  const seen = new Subsets();
  const running = new Int32Array(nfa.nodes.length);
  const goOn = (_: number, movers: Int32Array) => {
    let count = 0;
    let size = 0;
    for (let i = 0; i < movers.length; i++) {
      const here = sizes[movers[i] ?? 0] ?? 0;
      if (here === 0) continue;
      running[count++] = movers[i] ?? 0;
      size += here;
    }
    const known = seen.count;
    states += 1 + (seen.intern(running, count) === known ? size : 0);
    return states <= cap;
  };
  return determinize(nfa, byteClasses(nfa), new AtomSets(), goOn) !== null && states <= cap;
}
