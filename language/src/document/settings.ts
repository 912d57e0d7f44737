/** What a policy file says beside its rules. */
import { GUARDS, type Guard } from '@rein/contract';
import { isScalar, type Node } from 'yaml';
import { documentProblems } from '../diagnostics/codes/document.js';
import type { Sink } from '../diagnostics/sink.js';
import { readDuration } from './duration.js';
import { type Entry, entriesOf, kindOf, mapOf, spanOfNode, textOf } from './yaml/values.js';

export interface PolicySettings {
  /** Guards that refuse. */
  readonly guards: ReadonlySet<Guard>;
  /** How long an `ask` waits for a person; null: the default of whoever runs it. */
  readonly askTimeoutMs: number | null;
  /** Paths that files of ActPlane name. Read, and not used: `explain` says so. */
  readonly feedback: Readonly<Partial<Record<FeedbackKey, string>>>;
}

const FEEDBACK_KEYS = ['path', 'audit', 'events'] as const;
type FeedbackKey = (typeof FEEDBACK_KEYS)[number];

export const DEFAULT_SETTINGS: PolicySettings = {
  guards: new Set(GUARDS),
  askTimeoutMs: null,
  feedback: {},
};

/** `guards:`, a map from the name of a guard to `allow` or `block`. */
export function readGuards(entry: Entry, sink: Sink): ReadonlySet<Guard> {
  const guards = new Set<Guard>(GUARDS);
  const map = mapOf(entry, sink);
  for (const { key, keySpan, value } of map === undefined ? [] : entriesOf(map, GUARDS, sink)) {
    const guard = GUARDS.find((one) => one === key);
    const setting = isScalar(value) ? value.value : undefined;
    if (guard === undefined) continue;
    if (setting !== 'allow' && setting !== 'block') {
      const span = value === null ? keySpan : spanOfNode(value);
      sink.add(documentProblems.badGuard(span, { key, found: kindOf(value) }));
    } else if (setting === 'allow' && guard === 'control') {
      sink.add(documentProblems.lockedGuard(keySpan, { key }));
    } else if (setting === 'allow') {
      guards.delete(guard);
    }
  }
  return guards;
}

/** `ask: {timeout: 60s}` */
export function readAsk(entry: Entry, sink: Sink): number | null {
  const map = mapOf(entry, sink);
  if (map === undefined) return null;
  for (const timeout of entriesOf(map, ['timeout'], sink)) {
    const milliseconds = durationOf(timeout.value);
    if (milliseconds !== undefined) return milliseconds;
    const span = timeout.value === null ? timeout.keySpan : spanOfNode(timeout.value);
    sink.add(documentProblems.badDuration(span, { found: shownValue(timeout.value) }));
  }
  return null;
}

function durationOf(node: Node | null): number | undefined {
  return isScalar(node) && typeof node.value === 'string' ? readDuration(node.value) : undefined;
}

function shownValue(node: Node | null): string {
  return isScalar(node) ? `\`${String(node.value).slice(0, 20)}\`` : kindOf(node);
}

/** `feedback: {path, audit, events}` */
export function readFeedback(entry: Entry, sink: Sink): PolicySettings['feedback'] {
  const feedback: Partial<Record<FeedbackKey, string>> = {};
  const map = mapOf(entry, sink);
  for (const inner of map === undefined ? [] : entriesOf(map, FEEDBACK_KEYS, sink)) {
    const key = FEEDBACK_KEYS.find((one) => one === inner.key);
    const text = textOf(inner, sink);
    if (key !== undefined && text !== undefined) feedback[key] = text;
  }
  return feedback;
}
