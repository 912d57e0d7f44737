/** The nodes of an automaton in flat arrays: what subset construction reads again and again. */
import type { ByteClasses } from './classes.js';
import { LOOP, type Nfa } from './nfa.js';

export interface CompiledNodes {
  /** By node, one of LOOP. */
  readonly loops: Uint8Array;
  /** 1 where a node has an edge or a loop. */
  readonly moves: Uint8Array;
  /** The node and all that one is in along with it: a run of `closures` from here to the next. */
  readonly closureStart: Int32Array;
  readonly closures: Int32Array;
  /** Pairs of class and target: a run of `edges` from here to the next. */
  readonly edgeStart: Int32Array;
  readonly edges: Int32Array;
}

export function compileNodes({ nodes }: Nfa, classes: ByteClasses): CompiledNodes {
  const count = nodes.length;
  const loops = new Uint8Array(count);
  const moves = new Uint8Array(count);
  const closureStart = new Int32Array(count + 1);
  const edgeStart = new Int32Array(count + 1);
  const closures: number[] = [];
  const edges: number[] = [];
  const visit = (node: number, from: number) => {
    if (closures.indexOf(node, from) >= 0) return;
    closures.push(node);
    for (const next of nodes[node]?.along ?? []) visit(next, from);
  };
  for (const [id, node] of nodes.entries()) {
    closureStart[id] = closures.length;
    edgeStart[id] = edges.length;
    if (node.along.length === 0) closures.push(id);
    else visit(id, closures.length);
    for (const { from, to, target } of node.edges) {
      if (from === to) edges.push(classes.of[from] ?? 0, target);
      else for (const one of new Set(classes.of.subarray(from, to + 1))) edges.push(one, target);
    }
    loops[id] = node.loop;
    moves[id] = node.loop !== LOOP.none || node.edges.length > 0 ? 1 : 0;
  }
  closureStart[count] = closures.length;
  edgeStart[count] = edges.length;
  return {
    loops,
    moves,
    closureStart,
    closures: Int32Array.from(closures),
    edgeStart,
    edges: Int32Array.from(edges),
  };
}
