/** The pieces of a node by name. Any of them may be missing where the text is broken. */
import { EFFECTS, type Effect, OPERATIONS, type Operation } from '@rein/contract';
import type { SyntaxNode } from '../red.js';
import type { Token } from '../token.js';

/** `exec "git" "push"`, `write file "src/**"`, `file ".env"` in a source. */
export interface PatternParts {
  /** `exec`, `write`, …; in a source `file` or `endpoint`. */
  readonly verb: string;
  /** A string, or the word `any`. */
  readonly pattern: Token | undefined;
  readonly args: readonly Token[];
}

export function patternParts(node: SyntaxNode): PatternParts {
  let verb: string | undefined;
  let pattern: Token | undefined;
  const args: Token[] = [];
  for (const token of node.tokens()) {
    if (verb === undefined) verb = token.text;
    else if (token.kind !== 'string' && token.text !== 'any') continue;
    else if (pattern === undefined) pattern = token;
    else args.push(token);
  }
  return { verb: verb ?? '', pattern, args };
}

/** The text of `because`, `approval`, `agent`, `arg`. */
export function textToken(node: SyntaxNode): Token | undefined {
  return node.tokens().find(({ kind }) => kind === 'string');
}

export interface RuleParts {
  readonly name: Token | undefined;
  readonly clauses: readonly SyntaxNode[];
  readonly because: SyntaxNode | undefined;
}

export function ruleParts(node: SyntaxNode): RuleParts {
  const [, name] = node.tokens();
  const nodes = node.nodes();
  return {
    name: name?.kind === 'colon' ? undefined : name,
    clauses: nodes.filter(({ kind }) => kind === 'clause'),
    because: nodes.find(({ kind }) => kind === 'because'),
  };
}

export interface ClauseParts {
  readonly effect: Effect | undefined;
  readonly operation: Operation | undefined;
  /** Node of the operation with its target. */
  readonly target: SyntaxNode | undefined;
  readonly when: SyntaxNode | undefined;
  readonly unless: readonly SyntaxNode[];
}

export function clauseParts(node: SyntaxNode): ClauseParts {
  const word = node.tokens()[0]?.text;
  const nodes = node.nodes();
  const target = nodes.find(
    ({ kind }) => kind === 'exec' || kind === 'file' || kind === 'endpoint',
  );
  const verb = target === undefined ? undefined : patternParts(target).verb;
  return {
    effect: EFFECTS.find((one) => one === word),
    operation: OPERATIONS.find((one) => one === verb),
    target,
    when: nodes.find(({ kind }) => kind === 'if'),
    unless: nodes.filter(({ kind }) => kind === 'unless'),
  };
}

/** `source LABEL = …`, `declassify LABEL by …` */
export interface LabelParts {
  readonly word: string;
  readonly label: Token | undefined;
  /** Where the label comes from, or who changes it. */
  readonly by: SyntaxNode | undefined;
}

export function labelParts(node: SyntaxNode): LabelParts {
  const [word, label] = node.tokens();
  return {
    word: word?.text ?? '',
    label: label?.kind === 'word' && label.text !== 'by' ? label : undefined,
    by: node.nodes().find(({ kind }) => kind !== 'error'),
  };
}
