/** One rule of `capabilities:`. */
import { isScalar, isSeq, type YAMLMap } from 'yaml';
import { capabilityProblems } from '../diagnostics/codes/capabilities.js';
import type { Lines } from '../diagnostics/lines.js';
import type { Sink } from '../diagnostics/sink.js';
import {
  type Entry,
  entriesOf,
  itemsOf,
  kindOf,
  spanOfNode,
  textOf,
  textScalarOf,
  wrongType,
} from '../document/yaml/values.js';
import type { Glob } from '../glob/glob.js';
import { parseGlob } from '../glob/glob.js';
import type { Span } from '../program.js';
import {
  CAPABILITY_LIMITS,
  type Capability,
  type CapabilityRule,
  type Conditions,
  METHODS,
  type ResourcePattern,
  RULE_EFFECTS,
  SCHEMES,
} from './capability.js';
import { readPattern } from './read-pattern.js';
import { readSize } from './size.js';

export interface RuleContext {
  readonly capability: Capability;
  /** What it is called when the file gives it no id. */
  readonly id: string;
  readonly lines: Lines;
  readonly sink: Sink;
}

const COMMON = [...RULE_EFFECTS, 'id', 'because'] as const;

/** Beside the common ones: which keys a rule about a capability can have. */
export const RULE_KEYS = {
  'fs.read': ['max_bytes'],
  'fs.write': ['max_bytes'],
  'fs.delete': [],
  'fs.list': [],
  'net.fetch': ['methods', 'schemes', 'paths', 'max_bytes', 'private'],
  'net.connect': ['private'],
  'proc.spawn': ['args', 'has_args'],
  'mcp.call': [],
  'secrets.read': ['env'],
} as const satisfies Record<Capability, readonly string[]>;

/** A text with the place where it stands. */
export interface Located {
  readonly text: string;
  readonly span: Span;
}

/** Reads a rule; undefined, and reported, where it cannot be one. */
export function readRule(map: YAMLMap, context: RuleContext): CapabilityRule | undefined {
  const { capability, sink, lines } = context;
  const known = [...COMMON, ...RULE_KEYS[capability]];
  const entries = new Map(entriesOf(map, known, sink).map((entry) => [entry.key, entry]));
  const effects = RULE_EFFECTS.filter((effect) => entries.has(effect));
  const [effect] = effects;
  const patternEntry = effect === undefined ? undefined : entries.get(effect);
  const span = patternEntry?.keySpan ?? spanOfNode(map);
  if (effect === undefined || patternEntry === undefined || effects.length > 1) {
    sink.add(capabilityProblems.oneEffect(span, { found: effects }));
    return undefined;
  }
  const patterns = textsOf(patternEntry, sink).flatMap((one): ResourcePattern[] => {
    const pattern = readPattern(one, context);
    return pattern === undefined ? [] : [pattern];
  });
  const because = entries.get('because');
  const env = entries.get('env');
  const envName =
    env === undefined ? undefined : nameOf(env, /^[A-Za-z_][A-Za-z0-9_]{0,127}$/, sink);
  const id = entries.get('id');
  const sizes = entries.get('max_bytes');
  if (effect === 'deny' && sizes !== undefined) {
    sink.add(capabilityProblems.notForEffect(sizes.keySpan, { key: 'max_bytes' }));
  }
  if (patterns.length === 0) return undefined;
  return {
    ...{ capability, effect, patterns, span },
    id: (id === undefined ? undefined : nameOf(id, ID, sink)) ?? context.id,
    conditions: readConditions(entries, sink),
    reason: (because === undefined ? undefined : textOf(because, sink)) ?? '',
    private: booleanOf(entries.get('private'), sink),
    ...(envName === undefined ? {} : { env: envName }),
    line: lines.at(span.start).line,
  };
}

const ID = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

function readConditions(entries: ReadonlyMap<string, Entry>, sink: Sink): Conditions {
  const [size, methods, schemes] = ['max_bytes', 'methods', 'schemes'].map((key) =>
    entries.get(key),
  );
  const maxBytes = size === undefined ? undefined : sizeOf(size, sink);
  const globs = (key: string): readonly Glob[] | undefined => {
    const entry = entries.get(key);
    return entry === undefined
      ? undefined
      : textsOf(entry, sink).flatMap((one) => globOf(one, sink));
  };
  const [paths, args, hasArgs] = ['paths', 'args', 'has_args'].map(globs);
  return {
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(methods === undefined ? {} : { methods: wordsOf(methods, METHODS, sink) }),
    ...(schemes === undefined ? {} : { schemes: wordsOf(schemes, SCHEMES, sink) }),
    ...(paths === undefined ? {} : { paths }),
    ...(args === undefined ? {} : { args }),
    ...(hasArgs === undefined ? {} : { hasArgs }),
  };
}

/** One text, or a list of them. An empty list is empty: `args: []` is about no arguments. */
function textsOf(entry: Entry, sink: Sink): Located[] {
  const { key, value } = entry;
  const max = CAPABILITY_LIMITS.patterns;
  if (!isSeq(value)) {
    const text = textOf(entry, sink);
    return text === undefined || value === null ? [] : [{ text, span: spanOfNode(value) }];
  }
  if (value.items.length > max)
    sink.add(capabilityProblems.tooMany(entry.keySpan, { what: `items in \`${key}\``, max }));
  if (value.items.length === 0 && RULE_EFFECTS.some((effect) => effect === key)) {
    wrongType(entry, 'a pattern, or a list of patterns', sink);
  }
  return itemsOf(entry, sink)
    .slice(0, max)
    .flatMap((node) => {
      const scalar = textScalarOf(node);
      if (scalar !== undefined) return [{ text: scalar.value, span: spanOfNode(node) }];
      wrongType({ ...entry, value: node }, 'a list of texts', sink);
      return [];
    });
}

function globOf({ text, span }: Located, sink: Sink): Glob[] {
  const parsed = parseGlob(text);
  if (parsed.ok) return [parsed.glob];
  const { message, help } = parsed;
  sink.add(capabilityProblems.badPattern(span, { text, message, help }));
  return [];
}

function wordsOf<Word extends string>(entry: Entry, known: readonly Word[], sink: Sink): Word[] {
  return textsOf(entry, sink).flatMap(({ text, span }) => {
    const word = known.find((one) => one === text);
    if (word !== undefined) return [word];
    sink.add(capabilityProblems.unknownWord(span, { key: entry.key, found: text, known }));
    return [];
  });
}

function nameOf(entry: Entry, shape: RegExp, sink: Sink): string | undefined {
  const text = textOf(entry, sink);
  if (text === undefined || shape.test(text)) return text;
  sink.add(capabilityProblems.badName(entry.keySpan, { key: entry.key, found: text }));
  return undefined;
}

function sizeOf({ keySpan, value }: Entry, sink: Sink): number | undefined {
  const text = isScalar(value) ? String(value.value) : kindOf(value);
  const bytes = readSize(text);
  if (bytes === undefined) sink.add(capabilityProblems.badSize(keySpan, { found: text }));
  return bytes;
}

function booleanOf(entry: Entry | undefined, sink: Sink): boolean {
  if (entry === undefined) return false;
  if (isScalar(entry.value) && typeof entry.value.value === 'boolean') return entry.value.value;
  wrongType(entry, '`true` or `false`', sink);
  return false;
}
