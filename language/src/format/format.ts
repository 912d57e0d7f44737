/** The one way to lay out a policy. Only blanks and line breaks change. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { parse } from '../syntax/parse.js';
import { layOut } from './layout.js';
import { type LogicalLine, toLogicalLines } from './lines.js';

export type Formatted =
  | { readonly ok: true; readonly text: string }
  /** The text has errors, and is best left as it is. */
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Formats the text of a policy (the language alone). Ends with one line break unless empty. */
export function format(text: string): Formatted {
  const { root, diagnostics } = parse(text);
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const lines = toLogicalLines(root.green);
  spaceOut(lines);
  const formatted = lines.flatMap((line) => [...(line.blankBefore ? [''] : []), ...layOut(line)]);
  return { ok: true, text: formatted.map((line) => `${line}\n`).join('') };
}

/** A blank line around every rule, and none where it would only part what belongs together. */
function spaceOut(lines: readonly LogicalLine[]): void {
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    if (before === undefined || (before.kind === 'head' && line.depth === 1)) {
      line.blankBefore = false;
    } else if (line.kind === 'because') {
      line.blankBefore = false;
    } else if (line.kind === 'head' || (line.kind === 'declaration' && isInRule(before))) {
      const first = lines[startOfBlock(lines, index)];
      if (first !== undefined && first !== lines[0]) first.blankBefore = true;
    }
  });
}

function isInRule(line: LogicalLine): boolean {
  return line.depth === 1 || line.kind === 'head';
}

/** Index of the first of the comments that stand right before a line. */
function startOfBlock(lines: readonly LogicalLine[], index: number): number {
  let first = index;
  while (lines[first]?.blankBefore === false && lines[first - 1]?.kind === 'comment') first -= 1;
  return first;
}
