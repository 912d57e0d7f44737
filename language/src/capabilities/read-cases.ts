/** Actions with the answers that are expected of a policy. */
import { isMap, isScalar, type Node } from 'yaml';
import { capabilityProblems } from '../diagnostics/codes/capabilities.js';
import { documentProblems } from '../diagnostics/codes/document.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { createLines } from '../diagnostics/lines.js';
import { createSink, type Sink } from '../diagnostics/sink.js';
import { readYaml } from '../document/yaml/read.js';
import {
  type Entry,
  entriesOf,
  itemsOf,
  kindOf,
  mapOf,
  spanOfNode,
  textOf,
  wrongType,
} from '../document/yaml/values.js';
import { CAPABILITIES, type RuleEffect } from './capability.js';

export interface ActionCase {
  readonly name: string;
  readonly capability: string;
  readonly resource: string | undefined;
  readonly args: Readonly<Record<string, unknown>>;
  readonly expect: RuleEffect;
  /** What has to decide, where the case says so. */
  readonly rule: string | undefined;
  readonly line: number;
}

export interface ActionCases {
  readonly text: string;
  readonly cases: readonly ActionCase[];
  readonly diagnostics: readonly Diagnostic[];
  readonly dropped: number;
}

const EXPECTED = {
  ALLOW: 'allow',
  DENY: 'deny',
  REQUIRE_APPROVAL: 'ask',
} as const satisfies Record<string, RuleEffect>;

/** Reads `actions:` of a file of cases. Never throws; null where the file has no such key. */
export function parseActionCases(source: string | Uint8Array): ActionCases | null {
  const sink = createSink();
  const { text, root } = readYaml(source, sink);
  const isOurs =
    isMap(root) && root.items.some(({ key }) => isScalar(key) && key.value === 'actions');
  if (!sink.failed && !isOurs) return null;
  const cases = isMap(root) && isOurs ? readAll(root, text, sink) : [];
  return {
    ...{ text, diagnostics: sink.sorted(), dropped: sink.dropped },
    cases: sink.failed ? [] : cases,
  };
}

function readAll(root: Node, text: string, sink: Sink): ActionCase[] {
  if (!isMap(root)) return [];
  const lines = createLines(text);
  const actions = entriesOf(root, ['version', 'actions'], sink).find(
    ({ key }) => key === 'actions',
  );
  if (actions === undefined) return [];
  return itemsOf(actions, sink).flatMap((node) => {
    const map = isMap(node) ? node : undefined;
    if (map === undefined) {
      const wrong = { key: 'actions', expected: 'a list of cases', found: kindOf(node) };
      sink.add(documentProblems.wrongType(spanOfNode(node), wrong));
      return [];
    }
    const known = ['name', 'capability', 'resource', 'args', 'expect', 'rule'];
    const entries = new Map(entriesOf(map, known, sink).map((entry) => [entry.key, entry]));
    const one = readOne(entries, lines.at(spanOfNode(node).start).line, sink);
    if (one === undefined) sink.add(capabilityProblems.badCase(spanOfNode(node)));
    return one === undefined ? [] : [one];
  });
}

function readOne(
  entries: ReadonlyMap<string, Entry>,
  line: number,
  sink: Sink,
): ActionCase | undefined {
  const text = (key: string): string | undefined => {
    const entry = entries.get(key);
    return entry === undefined ? undefined : textOf(entry, sink);
  };
  const capability = wordOf('capability', text('capability'), CAPABILITIES, entries, sink);
  const words = Object.keys(EXPECTED);
  const expected = wordOf('expect', text('expect'), words, entries, sink);
  const expect = Object.entries(EXPECTED).find(([word]) => word === expected)?.[1];
  if (capability === undefined || expect === undefined) return undefined;
  const resource = text('resource');
  return {
    ...{ capability, resource, expect, line, rule: text('rule'), args: argsOf(entries, sink) },
    name: text('name') ?? `${capability} ${resource ?? ''}`.trim(),
  };
}

function wordOf(
  key: string,
  found: string | undefined,
  known: readonly string[],
  entries: ReadonlyMap<string, Entry>,
  sink: Sink,
): string | undefined {
  const entry = entries.get(key);
  if (found === undefined || entry === undefined || known.includes(found)) return found;
  sink.add(capabilityProblems.unknownWord(entry.keySpan, { key, found, known }));
  return undefined;
}

function argsOf(entries: ReadonlyMap<string, Entry>, sink: Sink): Record<string, unknown> {
  const entry = entries.get('args');
  const map = entry === undefined ? undefined : mapOf(entry, sink);
  const value: unknown = map?.toJSON();
  if (entry !== undefined && map === undefined) wrongType(entry, 'a map', sink);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
