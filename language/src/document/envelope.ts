/** The top of a policy file. */
import { isMap, isScalar, type Node } from 'yaml';
import { readCapabilities } from '../capabilities/read.js';
import { documentProblems } from '../diagnostics/codes/document.js';
import { createLines } from '../diagnostics/lines.js';
import type { Sink } from '../diagnostics/sink.js';
import { readBody } from './body.js';
import type { PolicyDocument } from './document.js';
import { readDomains } from './domains/read.js';
import { DEFAULT_SETTINGS, readAsk, readFeedback, readGuards } from './settings.js';
import { type Entry, entriesOf, kindOf, refused, spanOfNode } from './yaml/values.js';

const KEYS = [
  'version',
  'policy',
  'capabilities',
  'guards',
  'ask',
  'feedback',
  'rules',
  'domains',
  'default_domain',
] as const;

const DOMAIN_KEYS: readonly string[] = ['rules', 'domains', 'default_domain'];

export type Envelope = Pick<PolicyDocument, 'shape' | 'bodies' | 'settings' | 'capabilities'>;

/** Reads the file's map; undefined, and reported, when there is none. */
export function readEnvelope(text: string, root: Node | null, sink: Sink): Envelope | undefined {
  if (root === null || (isScalar(root) && root.value === null)) {
    sink.add(documentProblems.emptyFile({ start: 0, end: 0 }));
    return undefined;
  }
  if (refused(root, sink)) return undefined;
  if (!isMap(root)) {
    sink.add(documentProblems.notAMap(spanOfNode(root), { found: kindOf(root) }));
    return undefined;
  }
  const entries = new Map(entriesOf(root, KEYS, sink).map((entry) => [entry.key, entry]));
  readVersion(entries.get('version'), sink);
  const settings = readSettings(entries, sink);
  const granted = entries.get('capabilities');
  const capabilities =
    granted === undefined ? null : readCapabilities(granted, createLines(text), sink);
  const policy = entries.get('policy');
  const domain = [...entries.values()].find(({ key }) => DOMAIN_KEYS.includes(key));
  if (domain !== undefined) {
    const shape = { key: domain.key };
    if (policy !== undefined) sink.add(documentProblems.mixedShapes(domain.keySpan, shape));
    sink.add(documentProblems.domainsNotYet(domain.keySpan));
    const bodies = readDomains(text, entries, sink);
    return { shape: 'domains', bodies, settings, capabilities };
  }
  if (policy === undefined) {
    if (capabilities !== null) return { shape: 'policy', bodies: [], settings, capabilities };
    sink.add(documentProblems.missingPolicy({ start: 0, end: 0 }));
    return undefined;
  }
  const body = readBody(text, policy, 'policy', sink);
  if (body === 'empty') sink.add(documentProblems.emptyPolicy(policy.keySpan));
  return {
    shape: 'policy',
    bodies: typeof body === 'object' ? [body] : [],
    settings,
    capabilities,
  };
}

function readVersion(entry: Entry | undefined, sink: Sink): void {
  if (entry === undefined) {
    sink.add(documentProblems.missingVersion({ start: 0, end: 0 }));
    return;
  }
  if (isScalar(entry.value) && entry.value.value === 1) return;
  const found = isScalar(entry.value) ? String(entry.value.value) : kindOf(entry.value);
  const span = entry.value === null ? entry.keySpan : spanOfNode(entry.value);
  sink.add(documentProblems.unknownVersion(span, { found }));
}

function readSettings(entries: ReadonlyMap<string, Entry>, sink: Sink): Envelope['settings'] {
  const guards = entries.get('guards');
  const ask = entries.get('ask');
  const feedback = entries.get('feedback');
  return {
    guards: guards === undefined ? DEFAULT_SETTINGS.guards : readGuards(guards, sink),
    askTimeoutMs: ask === undefined ? null : readAsk(ask, sink),
    feedback: feedback === undefined ? {} : readFeedback(feedback, sink),
  };
}
