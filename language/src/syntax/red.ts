/** The tree with places: views of green nodes, made while one walks. */
import type { Span } from '../program.js';
import { type GreenNode, isGreenNode } from './green.js';
import type { NodeKind, TokenKind } from './kind.js';
import { endOf, type Token } from './token.js';

export interface SyntaxNode {
  readonly kind: NodeKind;
  readonly green: GreenNode;
  readonly span: Span;
  /** Everything below, trivia too, in order. */
  children(): readonly SyntaxElement[];
  nodes(): readonly SyntaxNode[];
  /** Own tokens that are not trivia. */
  tokens(): readonly Token[];
}

export type SyntaxElement = SyntaxNode | Token;

export function isNode(element: SyntaxElement): element is SyntaxNode {
  return element instanceof RedNode;
}

export function isTrivia(kind: TokenKind | NodeKind): boolean {
  return kind === 'whitespace' || kind === 'comment';
}

export function redNode(green: GreenNode, start: number): SyntaxNode {
  return new RedNode(green, start);
}

/** A class for the sake of speed: a policy has tens of thousands of these. */
class RedNode implements SyntaxNode {
  readonly kind: NodeKind;
  readonly green: GreenNode;
  readonly #start: number;

  constructor(green: GreenNode, start: number) {
    this.kind = green.kind;
    this.green = green;
    this.#start = start;
  }

  get span(): Span {
    return { start: this.#start, end: this.#start + this.green.width };
  }

  children(): readonly SyntaxElement[] {
    const elements: SyntaxElement[] = [];
    let start = this.#start;
    for (const child of this.green.children) {
      if (isGreenNode(child)) {
        elements.push(new RedNode(child, start));
        start += child.width;
      } else {
        elements.push({ kind: child.kind, text: child.text, start });
        start += child.text.length;
      }
    }
    return elements;
  }

  nodes(): readonly SyntaxNode[] {
    const nodes: SyntaxNode[] = [];
    let start = this.#start;
    for (const child of this.green.children) {
      if (isGreenNode(child)) nodes.push(new RedNode(child, start));
      start += isGreenNode(child) ? child.width : child.text.length;
    }
    return nodes;
  }

  tokens(): readonly Token[] {
    const tokens: Token[] = [];
    let start = this.#start;
    for (const child of this.green.children) {
      if (isGreenNode(child)) {
        start += child.width;
      } else {
        if (!isTrivia(child.kind)) tokens.push({ kind: child.kind, text: child.text, start });
        start += child.text.length;
      }
    }
    return tokens;
  }
}

export function spanOf(element: SyntaxElement): Span {
  return isNode(element) ? element.span : { start: element.start, end: endOf(element) };
}
