import type { Scalar } from 'yaml';
import { documentProblems } from '../diagnostics/codes/document.js';
import type { Sink } from '../diagnostics/sink.js';
import { parse } from '../syntax/parse.js';
import { isNode, type SyntaxNode, spanOf } from '../syntax/red.js';
import type { Token } from '../syntax/token.js';
import type { Block, PolicyBody } from './document.js';
import { mapScalar } from './scalar-map.js';
import { type Entry, textScalarOf, wrongType } from './yaml/values.js';

/** The policy text that `entry` holds; `empty` when it says nothing, undefined when it is no text. */
export function readBody(
  file: string,
  entry: Entry,
  key: string,
  sink: Sink,
): PolicyBody | 'empty' | undefined {
  const scalar = textScalarOf(entry.value);
  if (scalar === undefined) {
    if (isNothing(entry)) return 'empty';
    wrongType(entry, 'a text', sink);
    return undefined;
  }
  const { value } = scalar;
  if (value.trim() === '') return 'empty';
  const map = mapScalar(file, scalar, value);
  const tree = parse(value);
  const block = blockOf(file, scalar, value);
  if (block === null) reportSwallowed(file, { key, tree, map, block }, sink);
  return { key, tree, map, block };
}

/** Where YAML joins lines, a comment goes on into the next: what stood there would be gone unseen. */
function reportSwallowed(file: string, { key, tree, map }: PolicyBody, sink: Sink): void {
  for (const comment of commentsOf(tree.root)) {
    const span = map.toFile(spanOf(comment));
    if (/[\r\n]/.test(file.slice(span.start, span.end))) {
      sink.add(documentProblems.foldedComment(span, { key }));
    }
  }
}

function commentsOf(node: SyntaxNode): Token[] {
  return node.children().flatMap((child) => {
    if (isNode(child)) return commentsOf(child);
    return child.kind === 'comment' ? [child] : [];
  });
}

/** Where the lines of a literal block stand. */
function blockOf(file: string, { range, type }: Scalar, value: string): Block | null {
  const [start, end] = range ?? [0, 0];
  const header = /[^\r\n]*(?:\r\n|[\r\n])/y;
  header.lastIndex = start;
  if (type !== 'BLOCK_LITERAL' || !header.test(file)) return null;
  const first =
    file
      .slice(header.lastIndex, end)
      .split(/\r\n|[\r\n]/)
      .find(hasText) ?? '';
  const indent = blanksOf(first) - blanksOf(value.split('\n').find(hasText) ?? '');
  return { start: header.lastIndex, end, indent };
}

function hasText(line: string): boolean {
  return line.trim() !== '';
}

function blanksOf(line: string): number {
  return line.length - line.replace(/^ +/, '').length;
}

function isNothing({ value }: Entry): boolean {
  return value === null || ('value' in value && value.value === null);
}
