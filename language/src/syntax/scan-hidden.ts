/** Characters that make a policy read otherwise than it is. */
import { syntaxProblems } from '../diagnostics/codes/syntax.js';
import type { Sink } from '../diagnostics/sink.js';

// Controls, line ends that only some editors know, marks that reorder text, and marks of no width:
// with them a comment can look like a rule, and one pattern like another.
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069]|\r(?!\n)|(?<!^)\ufeff/g;

/** Reports each of them, wherever it stands: in strings and comments too. */
export function reportHidden(text: string, sink: Sink): void {
  for (const { 0: character, index } of text.matchAll(HIDDEN)) {
    const span = { start: index, end: index + 1 };
    sink.add(syntaxProblems.hiddenCharacter(span, { code: character.charCodeAt(0) }));
  }
}
