/**
 * The lossless tree. Green nodes know their width and nothing of where they stand, so a subtree can
 * be shared and compared; `red.ts` adds the places. Printing a tree gives back the text.
 */
import type { NodeKind, TokenKind } from './kind.js';

export interface GreenToken {
  readonly kind: TokenKind;
  readonly text: string;
}

export interface GreenNode {
  readonly kind: NodeKind;
  /** UTF-16 units of everything below. */
  readonly width: number;
  readonly children: readonly GreenElement[];
}

export type GreenElement = GreenNode | GreenToken;

export function isGreenNode(element: GreenElement): element is GreenNode {
  return 'children' in element;
}

export function widthOf(element: GreenElement): number {
  return isGreenNode(element) ? element.width : element.text.length;
}

/** The text that `element` was read from. */
export function printGreen(element: GreenElement): string {
  const parts: string[] = [];
  // A stack of its own: how deep a tree is must not depend on the depth of the call stack.
  const waiting: GreenElement[] = [element];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isGreenNode(next)) {
      for (let index = next.children.length - 1; index >= 0; index -= 1) {
        const child = next.children[index];
        if (child !== undefined) waiting.push(child);
      }
    } else {
      parts.push(next.text);
    }
  }
  return parts.join('');
}
