/**
 * Patterns as one nondeterministic automaton: a trie over tokens. Patterns that begin alike share
 * their nodes, so all that begin with a `**` segment share one loop and a subset of nodes stays small.
 */
import type { GlobToken } from '../glob/glob.js';
import { type ByteSequence, characterSequences } from './utf8-ranges.js';

/** A glob's token, or one byte of a range: parts of an endpoint key. */
export type Token =
  | GlobToken
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

/** One way for an atom to hold. */
export interface Pattern {
  readonly tokens: readonly Token[];
  readonly atom: number;
}

/** Which bytes lead a node back to itself. */
export const LOOP = { none: 0, segment: 1, all: 2 } as const;
export type Loop = (typeof LOOP)[keyof typeof LOOP];

/** A move on any byte of a range; both ends included. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly target: number;
}

export interface Node {
  readonly loop: Loop;
  edges: readonly Edge[];
  /** Nodes that one is in as soon as one is in this one. */
  along: readonly number[];
  /** Atoms that hold when the bytes end here. */
  accepts: readonly number[];
  /** Atoms that hold as soon as this is entered, whatever follows. */
  emits: readonly number[];
}

/** Most nodes have none of most things: one empty list serves them all. */
const NONE: readonly never[] = [];

export const ROOT = 0;
const SLASH = 0x2f;

export class Nfa {
  readonly nodes: Node[] = [];
  /** Where a token leads from a node: `node token` to node. */
  private readonly children = new Map<string, number>();
  private readonly byteChildren = new Map<number, number>();

  constructor(patterns: Iterable<Pattern> = []) {
    this.node();
    for (const { tokens, atom } of patterns) this.add(tokens, atom);
  }

  /** Makes room for the first `length` tokens; the node after the last of them. */
  path(tokens: readonly Token[], length = tokens.length): number {
    let at = ROOT;
    for (let i = 0; i < length; i++) {
      const token = tokens[i];
      if (token !== undefined) at = this.step(at, token);
    }
    return at;
  }

  private add(tokens: readonly Token[], atom: number): void {
    const open = tokens.at(-1)?.kind === 'any';
    const node = this.at(this.path(tokens, tokens.length - (open ? 1 : 0)));
    if (open) node.emits = [...node.emits, atom];
    else node.accepts = [...node.accepts, atom];
  }

  private at(node: number): Node {
    const found = this.nodes[node];
    if (found === undefined) throw new RangeError(`no node ${node}`);
    return found;
  }

  private node(loop: Loop = LOOP.none): number {
    this.nodes.push({ loop, edges: NONE, along: NONE, accepts: NONE, emits: NONE });
    return this.nodes.length - 1;
  }

  private step(from: number, token: Token): number {
    if (token.kind === 'byte') return this.stepByte(from, token.byte);
    const key = `${from} ${nameOf(token)}`;
    const known = this.children.get(key);
    if (known !== undefined) return known;
    const child = this.newStep(from, token);
    this.children.set(key, child);
    return child;
  }

  private stepByte(from: number, byte: number): number {
    const key = from * 256 + byte;
    const known = this.byteChildren.get(key);
    if (known !== undefined) return known;
    const child = this.node();
    this.connect(from, byte, byte, child);
    this.byteChildren.set(key, child);
    return child;
  }

  private newStep(from: number, token: Exclude<Token, { kind: 'byte' }>): number {
    switch (token.kind) {
      case 'star':
      case 'any': {
        const child = this.node(token.kind === 'star' ? LOOP.segment : LOOP.all);
        this.at(from).along = [...this.at(from).along, child];
        return child;
      }
      case 'segments': {
        const loop = this.node(LOOP.all);
        const child = this.node();
        this.at(from).along = [...this.at(from).along, loop, child];
        this.connect(loop, SLASH, SLASH, child);
        return child;
      }
      case 'range': {
        const child = this.node();
        this.connect(from, token.from, token.to, child);
        return child;
      }
      case 'character':
        return this.stepCharacter(from, characterSequences(token));
      default:
        return token satisfies never;
    }
  }

  /** Nodes for the bytes of one character; sequences with the same tail share it. */
  private stepCharacter(from: number, sequences: readonly ByteSequence[]): number {
    const tails = new Map<string, number>([['', this.node()]]);
    const spell = (node: number, [first, ...rest]: ByteSequence): void => {
      if (first !== undefined) this.connect(node, first[0], first[1], before(rest));
    };
    const before = (tail: ByteSequence): number => {
      const key = tail.join(' ');
      const known = tails.get(key);
      if (known !== undefined) return known;
      const node = this.node();
      tails.set(key, node);
      spell(node, tail);
      return node;
    };
    for (const sequence of sequences) spell(from, sequence);
    return before([]);
  }

  private connect(node: number, from: number, to: number, target: number): void {
    const owner = this.at(node);
    owner.edges = [...owner.edges, { from, to, target }];
  }
}

/** A name under which equal tokens are the same child. */
export function nameOf(token: Token): string {
  switch (token.kind) {
    case 'byte':
      return `b${token.byte}`;
    case 'range':
      return `r${token.from}-${token.to}`;
    case 'character':
      return `${token.negated ? '!' : '='}${token.ranges.map((range) => range.join('-')).join()}`;
    case 'star':
    case 'any':
    case 'segments':
      return token.kind;
    default:
      return token satisfies never;
  }
}
