/** Typed reading of YAML nodes: what is not as it should be is reported where it stands. */
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { documentProblems } from '../../diagnostics/codes/document.js';
import type { Sink } from '../../diagnostics/sink.js';
import type { Span } from '../../program.js';
import { BAR, isPolicyLine, policyLineWords } from './syntax-errors.js';

/** A key of a map with its value. */
export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  /** null: nothing was written. */
  readonly value: Node | null;
}

export function spanOfNode(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

/** What a node is, in words. */
export function kindOf(node: Node | null): string {
  if (node === null) return 'nothing';
  if (isMap(node)) return 'a map';
  if (isSeq(node)) return 'a list';
  if (isAlias(node)) return 'an alias';
  if (!isScalar(node)) return 'something else';
  const { value } = node;
  if (value === null) return 'nothing';
  if (typeof value === 'string') return 'a text';
  return `a ${typeof value}`;
}

/**
 * The entries of a map, in order, each key once. Unknown keys (when `known` is given), keys that
 * are there twice, and anchors and aliases are reported and left out.
 */
export function entriesOf(map: YAMLMap, known: readonly string[] | null, sink: Sink): Entry[] {
  const entries = new Map<string, Entry>();
  for (const { key, value } of map.items) {
    const entry = readEntry(key, value, sink);
    if (entry === undefined) continue;
    if (known !== null && !known.includes(entry.key) && isPolicyLine(`${entry.key}:`)) {
      sink.add(documentProblems.yamlSyntax(entry.keySpan, policyLineWords(entry.key)));
    } else if (known !== null && !known.includes(entry.key)) {
      sink.add(documentProblems.unknownKey(entry.keySpan, { key: entry.key, known }));
    } else if (entries.has(entry.key)) {
      sink.add(documentProblems.duplicateKey(entry.keySpan, { key: entry.key }));
    } else {
      entries.set(entry.key, entry);
    }
  }
  return [...entries.values()];
}

function readEntry(key: unknown, value: unknown, sink: Sink): Entry | undefined {
  if (!isNode(key) || refused(key, sink)) return undefined;
  const keySpan = spanOfNode(key);
  if (!isScalar(key)) {
    sink.add(
      documentProblems.wrongType(keySpan, { key: 'key', expected: 'a text', found: kindOf(key) }),
    );
    return undefined;
  }
  const node = isNode(value) ? value : null;
  if (node !== null && refused(node, sink)) return undefined;
  return { key: String(key.value), keySpan, value: node };
}

/** Anchors, aliases and tags: a reader of the policy would have to follow them by hand. */
export function refused(node: Node, sink: Sink): boolean {
  const marked = isAlias(node) || node.anchor !== undefined || node.tag !== undefined;
  if (marked) sink.add(documentProblems.alias(spanOfNode(node)));
  return marked;
}

/** The map that `entry` holds; undefined, and reported, when it is something else. */
export function mapOf(entry: Entry, sink: Sink): YAMLMap | undefined {
  if (isMap(entry.value)) return entry.value;
  wrongType(entry, 'a map', sink);
  return undefined;
}

/** The items of the list that `entry` holds. */
export function itemsOf(entry: Entry, sink: Sink): Node[] {
  if (isSeq(entry.value)) {
    return entry.value.items.filter(isNode).filter((item) => !refused(item, sink));
  }
  wrongType(entry, 'a list', sink);
  return [];
}

/** The text that `entry` holds. */
export function textOf(entry: Entry, sink: Sink): string | undefined {
  const scalar = textScalarOf(entry.value);
  if (scalar !== undefined) return scalar.value;
  wrongType(entry, 'a text', sink);
  return undefined;
}

/** The node of a text; undefined for anything else. */
export function textScalarOf(node: Node | null): (Scalar & { value: string }) | undefined {
  return isTextScalar(node) ? node : undefined;
}

function isTextScalar(node: Node | null): node is Scalar & { value: string } {
  return isScalar(node) && typeof node.value === 'string';
}

export function wrongType({ key, keySpan, value }: Entry, expected: string, sink: Sink): void {
  const span = value === null ? keySpan : spanOfNode(value);
  const help = key === 'policy' || key === 'ifc' ? BAR.replace('policy:', `${key}:`) : undefined;
  sink.add(documentProblems.wrongType(span, { key, expected, found: kindOf(value), help }));
}
