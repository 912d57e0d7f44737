/** A file's YAML, once everything that could make reading it go wrong has been looked at. */
import { Composer, type Document, isNode, type Node, Parser, type YAMLError } from 'yaml';
import { documentProblems } from '../../diagnostics/codes/document.js';
import type { Sink } from '../../diagnostics/sink.js';
import { SYNTAX_LIMITS } from '../../syntax/limits.js';
import { decodeUtf8 } from '../utf8.js';
import { deepest } from './depth.js';
import { wordsOf } from './syntax-errors.js';

/** Collections inside each other: far more than any file of ours has. */
const DEPTH_MAX = 32;
/** One mistake upsets what follows it: the first few are the ones that say something. */
const ERRORS_SHOWN = 3;

export interface YamlFile {
  readonly text: string;
  /** null: there is nothing to read, and `sink` knows why, or the file is empty. */
  readonly root: Node | null;
}

/** Decodes and reads `source`. Problems go to `sink`; never throws. */
export function readYaml(source: string | Uint8Array, sink: Sink): YamlFile {
  const { text, badAt } = toText(source);
  if (badAt !== null) sink.add(documentProblems.notUtf8({ start: badAt, end: badAt + 1 }));
  const max = SYNTAX_LIMITS.policyLength;
  if (text.length > max) sink.add(documentProblems.fileTooLong({ start: 0, end: 0 }, { max }));
  if (sink.failed) return { text, root: null };
  return { text, root: readRoot(text, sink) };
}

function toText(source: string | Uint8Array): { text: string; badAt: number | null } {
  if (typeof source !== 'string') return decodeUtf8(source);
  // Somebody decoded it before us; what was not UTF-8 can still be seen.
  const at = source.indexOf('\ufffd');
  return { text: source, badAt: at < 0 ? null : at };
}

function readRoot(text: string, sink: Sink): Node | null {
  const tokens = [...new Parser().parse(text)];
  // The composer recurses: a file of a thousand `[` would exhaust the stack, which V8 does not
  // always survive. So how deep the file goes is looked at before.
  const deep = deepest(tokens, DEPTH_MAX);
  if (deep !== undefined) {
    sink.add(documentProblems.tooDeep({ start: deep, end: deep + 1 }, { max: DEPTH_MAX }));
    return null;
  }
  const documents = [...new Composer({ uniqueKeys: false, prettyErrors: false }).compose(tokens)];
  const [first, second] = documents;
  if (first === undefined) return null;
  if (reportErrors(text, first, sink)) return null;
  if (second !== undefined) {
    const [start] = second.range;
    sink.add(documentProblems.severalDocuments({ start, end: start }));
    return null;
  }
  return isNode(first.contents) ? first.contents : null;
}

function reportErrors(text: string, document: Document.Parsed, sink: Sink): boolean {
  const found: YAMLError[] = [...document.errors, ...document.warnings];
  found.sort((a, b) => a.pos[0] - b.pos[0]);
  let line: number | undefined;
  for (const { code, message, pos } of found.slice(0, ERRORS_SHOWN)) {
    const start = text.lastIndexOf('\n', pos[0] - 1);
    if (start === line) continue;
    line = start;
    // What is missing at the end is placed behind it.
    const from = Math.min(pos[0], text.length);
    const span = { start: from, end: Math.min(Math.max(from, pos[1]), text.length) };
    if (code === 'TAB_AS_INDENT') sink.add(documentProblems.tab(span));
    else if (code === 'TAG_RESOLVE_FAILED') sink.add(documentProblems.alias(span));
    else sink.add(documentProblems.yamlSyntax(span, wordsOf(text, code, message, pos[0])));
  }
  return found.length > 0;
}
