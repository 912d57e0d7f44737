import { syntaxProblems } from '../diagnostics/codes/syntax.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { createSink } from '../diagnostics/sink.js';
import { createGreenBuilder } from './green-builder.js';
import { SYNTAX_LIMITS } from './limits.js';
import { createParser } from './parser/parser.js';
import { parsePolicy } from './parser/policy.js';
import { redNode, type SyntaxNode } from './red.js';
import { scan } from './scanner.js';

/** A policy as read. The tree holds every character of the text, whatever is wrong with it. */
export interface SyntaxTree {
  readonly text: string;
  readonly root: SyntaxNode;
  /** Ordered by place; spans are UTF-16 offsets in `text`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Diagnostics past the limit, not kept. */
  readonly dropped: number;
}

/**
 * Reads the text of a policy (the language alone, no YAML around it). Never throws, takes time
 * linear in the length, and goes on after an error with the next clause.
 */
export function parse(text: string): SyntaxTree {
  const sink = createSink();
  const tree = createGreenBuilder('policy');
  const max = SYNTAX_LIMITS.policyLength;
  if (text.length > max) {
    sink.add(syntaxProblems.tooLong({ start: 0, end: 0 }, { max }));
    tree.token({ kind: 'unknown', text });
  } else {
    const parser = createParser(scan(text, sink), tree, sink);
    parsePolicy(parser);
    parser.finish();
  }
  const root = redNode(tree.finish(), 0);
  return { text, root, diagnostics: sink.sorted(), dropped: sink.dropped };
}
