/** A policy file, read: its settings, and the policy texts in it as trees. */
import type { Capabilities } from '../capabilities/capability.js';
import { documentProblems } from '../diagnostics/codes/document.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { createSink, type Sink } from '../diagnostics/sink.js';
import type { Span } from '../program.js';
import { parse, type SyntaxTree } from '../syntax/parse.js';
import { looksBare } from './bare-language.js';
import { readEnvelope } from './envelope.js';
import { DEFAULT_SETTINGS, type PolicySettings } from './settings.js';
import { identityMap, mapDiagnostic, type TextMap } from './text-map.js';
import { readYaml } from './yaml/read.js';

/** One policy text of a file. */
export interface PolicyBody {
  /** Where it stands, e.g. `policy` or `rules.no-push.ifc`. */
  readonly key: string;
  readonly tree: SyntaxTree;
  /** From the text of `tree` to the file. */
  readonly map: TextMap;
  /** The lines of a `|` block, without its first; null for text that is written in another way. */
  readonly block: Block | null;
}

/** A range of the file that holds whole lines. */
export interface Block extends Span {
  /** Columns that YAML takes away from each. */
  readonly indent: number;
}

export interface PolicyDocument {
  /** The whole file. Every span below, and in the program, is a range of it. */
  readonly text: string;
  /** `policy`: one policy. `domains`: ActPlane's rules and domains. `inline`: bare text. */
  readonly shape: 'policy' | 'domains' | 'inline';
  readonly bodies: readonly PolicyBody[];
  readonly settings: PolicySettings;
  /** What the agent may ask the daemon for; null: the file says nothing about it. */
  readonly capabilities: Capabilities | null;
  /** Of the file and of the syntax; `check` adds what the policy means. Ordered by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Diagnostics past the limit, not kept. */
  readonly dropped: number;
}

/**
 * Reads a policy file (`rein.yaml`, `actplane.yaml`). Give bytes where they are at hand: what is not
 * UTF-8 is then found where it is. Never throws.
 */
export function parsePolicyFile(source: string | Uint8Array): PolicyDocument {
  const sink = createSink();
  if (typeof source === 'string' && looksBare(source)) return bareLanguage(source, sink);
  const { text, root } = readYaml(source, sink);
  if (looksBare(text)) return bareLanguage(text, createSink());
  const envelope = sink.failed ? undefined : readEnvelope(text, root, sink);
  return assemble(text, envelope ?? NOTHING, sink);
}

/** Reads bare policy text, as `--rule` has it. Never throws. */
export function parseInline(text: string): PolicyDocument {
  const body: PolicyBody = { key: '', tree: parse(text), map: identityMap, block: null };
  return assemble(text, { ...NOTHING, shape: 'inline', bodies: [body] }, createSink());
}

function bareLanguage(text: string, sink: Sink): PolicyDocument {
  const start = text.search(/^[ \t]*(?!#)\S/m);
  const end = text.slice(start).search(/[\r\n]|$/) + start;
  sink.add(documentProblems.bareLanguage({ start, end }));
  return assemble(text, NOTHING, sink);
}

type Envelope = Pick<PolicyDocument, 'shape' | 'bodies' | 'settings' | 'capabilities'>;

const NOTHING: Envelope = {
  shape: 'policy',
  bodies: [],
  settings: DEFAULT_SETTINGS,
  capabilities: null,
};

function assemble(text: string, envelope: Envelope, sink: Sink): PolicyDocument {
  let dropped = 0;
  for (const { tree, map } of envelope.bodies) {
    for (const diagnostic of tree.diagnostics) sink.add(mapDiagnostic(diagnostic, map));
    dropped += tree.dropped;
  }
  return { text, ...envelope, diagnostics: sink.sorted(), dropped: dropped + sink.dropped };
}
