import { grammarProblems } from '../../diagnostics/codes/grammar.js';
import { RESERVED } from '../kind.js';
import type { Parser } from './parser.js';
import { skipOne } from './recover.js';

/** The label that has to follow `word`. */
export function parseLabelName(parser: Parser, word: string): void {
  const { kind, text } = parser.peek();
  const next = parser.peek(1);
  if (kind === 'word' && !RESERVED.has(text)) {
    parser.bump();
  } else if (kind === 'word' && (next.kind === 'equals' || next.text === 'by')) {
    parser.report(grammarProblems.reservedLabel(parser.ahead(), { word: text }));
    skipOne(parser);
  } else {
    parser.report(grammarProblems.missingLabel(parser.here(), { word, found: parser.found() }));
    if (kind === 'string' || kind === 'number' || kind === 'unknown') skipOne(parser);
  }
}
