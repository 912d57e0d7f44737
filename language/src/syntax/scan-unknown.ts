/** Characters that no token starts with; most of them mean something in another language. */
import { syntaxProblems } from '../diagnostics/codes/syntax.js';
import type { Sink } from '../diagnostics/sink.js';

/** Strings as others write them, on one line. */
const FOREIGN_STRING =
  /'[^'\n\r]*'|\u201c[^\u201d\n\r]*\u201d|\u201e[^\u201c\u201d\n\r]*[\u201c\u201d]|\xab[^\xbb\n\r]*\xbb|`[^`\n\r]*`/y;
/** A pattern or an argument without its quotes. */
const BARE_PATTERN =
  /(?:[\p{L}\p{N}_]|\*|~\/|\.{0,2}\/|--?[\p{L}\p{N}]|\.[\p{L}\p{N}])[^\s"()#]*/uy;
const RUN = /->|=>|!=|([\p{P}\p{S}])\1*|\P{C}|[\s\S]/uy;

/** The characters at `start` that belong together; reported. */
export function scanUnknown(text: string, start: number, sink: Sink): string {
  FOREIGN_STRING.lastIndex = start;
  const foreign = FOREIGN_STRING.exec(text)?.[0];
  if (foreign !== undefined) {
    const span = { start, end: start + foreign.length };
    sink.add(syntaxProblems.foreignQuotes(span, { text: foreign }));
    return foreign;
  }
  BARE_PATTERN.lastIndex = start;
  const bare = BARE_PATTERN.exec(text)?.[0];
  if (bare !== undefined) {
    sink.add(syntaxProblems.unquoted({ start, end: start + bare.length }, { text: bare }));
    return bare;
  }
  RUN.lastIndex = start;
  const run = RUN.exec(text)?.[0] ?? text.charAt(start);
  const span = { start, end: start + run.length };
  sink.add(syntaxProblems.unknownCharacter(span, { text: run }));
  return run;
}
