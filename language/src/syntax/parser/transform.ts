/** `declassify SECRET by exec "redact"`, `endorse REVIEWED by approval "review"` */
import { grammarProblems } from '../../diagnostics/codes/grammar.js';
import { parseLabelName } from './label.js';
import type { Parser } from './parser.js';
import { parseExec, parseText } from './pattern.js';
import { refuseRest } from './source.js';

/** The next token is `declassify` or `endorse`. */
export function parseTransform(parser: Parser, word: 'declassify' | 'endorse'): void {
  parser.open('transform');
  parser.bump();
  parseLabelName(parser, word);
  if (!parser.take('by')) {
    parser.report(grammarProblems.missingBy(parser.here(), { word, found: parser.found() }));
  }
  if (parser.atWord('exec')) parseExec(parser);
  else if (parser.atWord('approval')) parseText(parser, 'approval');
  else {
    parser.report(grammarProblems.unknownAuthority(parser.here(), { found: parser.found() }));
  }
  refuseRest(parser);
  parser.close();
}
