import { type GreenElement, type GreenNode, type GreenToken, widthOf } from './green.js';
import type { NodeKind } from './kind.js';

/** A place among the children of the open node, to wrap what comes after it later. */
export interface Checkpoint {
  readonly depth: number;
  readonly index: number;
}

interface OpenNode {
  readonly kind: NodeKind;
  readonly children: GreenElement[];
}

/** Builds a tree from the events of a parser: open, token, close. */
export interface GreenBuilder {
  open(kind: NodeKind): void;
  token(token: GreenToken): void;
  close(): void;
  checkpoint(): Checkpoint;
  /** Opens a node that already holds everything since `checkpoint`. */
  openAt(checkpoint: Checkpoint, kind: NodeKind): void;
  /** The tree; every node must be closed but the first, which this closes. */
  finish(): GreenNode;
}

export function createGreenBuilder(rootKind: NodeKind): GreenBuilder {
  const root: OpenNode = { kind: rootKind, children: [] };
  const stack: OpenNode[] = [root];
  const top = (): OpenNode => stack.at(-1) ?? root;
  return {
    open: (kind) => void stack.push({ kind, children: [] }),
    token: (token) => void top().children.push(token),
    close() {
      // INVARIANT: the parser closes what it opened, and never the root.
      if (stack.length < 2) throw new Error('a tree builder was closed more often than opened');
      const node = close(top());
      stack.pop();
      top().children.push(node);
    },
    checkpoint: () => ({ depth: stack.length, index: top().children.length }),
    openAt({ depth, index }, kind) {
      if (depth !== stack.length) throw new Error('a checkpoint was used in another node');
      stack.push({ kind, children: top().children.splice(index) });
    },
    finish() {
      if (stack.length !== 1) throw new Error('a tree builder was finished with open nodes');
      return close(root);
    },
  };
}

function close({ kind, children }: OpenNode): GreenNode {
  let width = 0;
  for (const child of children) width += widthOf(child);
  return { kind, width, children };
}
