import type { Scalar } from 'yaml';
import type { Sink } from '../diagnostics/sink.js';
import { parse } from '../syntax/parse.js';
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
  return { key, tree: parse(value), map, block: blockOf(file, scalar, value) };
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
