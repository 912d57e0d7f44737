/** A file of cases, read. */
import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import { casesProblems } from '../diagnostics/codes/cases.js';
import { documentProblems } from '../diagnostics/codes/document.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { createLines, type Lines } from '../diagnostics/lines.js';
import { createSink, type Sink } from '../diagnostics/sink.js';
import { readYaml } from '../document/yaml/read.js';
import { type Entry, entriesOf, itemsOf, kindOf, spanOfNode } from '../document/yaml/values.js';
import type { Case } from './case.js';
import { textOfScalar } from './plain-text.js';
import { readStep } from './read-step.js';

export interface CasesFile {
  readonly text: string;
  /** Empty where the file has errors. */
  readonly cases: readonly Case[];
  readonly diagnostics: readonly Diagnostic[];
  /** Diagnostics past the limit, not kept. */
  readonly dropped: number;
}

/** What the reading of one file shares. */
export interface Reading {
  readonly sink: Sink;
  readonly lines: Lines;
  /** The file. */
  readonly text: string;
  /** A number for a host name: the same each time. */
  readonly numberOf: (host: string) => number;
}

/** Reads a file of cases. Never throws. */
export function parseCases(source: string | Uint8Array): CasesFile {
  const sink = createSink();
  const { text, root } = readYaml(source, sink);
  const hosts = new Map<string, number>();
  const numberOf = (host: string): number => {
    const known = hosts.get(host) ?? hosts.size + 1;
    hosts.set(host, known);
    return known;
  };
  const reading = { sink, lines: createLines(text), text, numberOf };
  const cases = sink.failed ? [] : readRoot(root, reading);
  return {
    text,
    cases: sink.failed ? [] : cases,
    diagnostics: sink.sorted(),
    dropped: sink.dropped,
  };
}

function readRoot(root: Node | null, reading: Reading): Case[] {
  const { sink } = reading;
  if (root === null || !isMap(root)) {
    const span = root === null ? { start: 0, end: 0 } : spanOfNode(root);
    sink.add(casesProblems.missingCases(span));
    return [];
  }
  const entries = entriesOf(root, ['version', 'cases'], sink);
  const version = entries.find(({ key }) => key === 'version');
  if (version !== undefined && !(isScalar(version.value) && version.value.value === 1)) {
    const found = isScalar(version.value) ? String(version.value.value) : kindOf(version.value);
    sink.add(documentProblems.unknownVersion(version.keySpan, { found }));
  }
  const cases = entries.find(({ key }) => key === 'cases');
  const items = cases === undefined ? [] : itemsOf(cases, sink);
  if (items.length === 0) {
    sink.add(casesProblems.missingCases(cases?.keySpan ?? { start: 0, end: 0 }));
  }
  return items.flatMap((item) => {
    if (isMap(item)) return readCase(item, reading);
    const wrong = { key: 'cases', expected: 'a list of `{name, steps}`', found: kindOf(item) };
    sink.add(documentProblems.wrongType(spanOfNode(item), wrong));
    return [];
  });
}

function readCase(map: YAMLMap, reading: Reading): Case[] {
  const { sink, lines } = reading;
  const entries = entriesOf(map, ['name', 'agent', 'steps'], sink);
  const find = (key: string): Entry | undefined => entries.find((entry) => entry.key === key);
  const span = entries[0]?.keySpan ?? spanOfNode(map);
  const name = textOfScalar(find('name')?.value ?? null);
  if (name === undefined || name.trim() === '') {
    sink.add(casesProblems.missingName({ start: span.start, end: span.start }));
    return [];
  }
  const steps = find('steps');
  const items = steps === undefined ? [] : itemsOf(steps, sink);
  if (items.length === 0) sink.add(casesProblems.missingSteps(span, { key: name }));
  return [
    {
      name,
      line: lines.at(span.start).line,
      agent: textOfScalar(find('agent')?.value ?? null) ?? null,
      steps: items.flatMap((item) => readStep(item, reading) ?? []),
    },
  ];
}
