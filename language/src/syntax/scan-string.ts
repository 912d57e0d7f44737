/**
 * `"…"`. A backslash keeps the next character from ending the string; what it means beside that is
 * up to the place: a pattern hands it to the glob, a reason knows `\"`, `\\` and `\n`.
 */
import { syntaxProblems } from '../diagnostics/codes/syntax.js';
import type { Sink } from '../diagnostics/sink.js';
import { SYNTAX_LIMITS } from './limits.js';

const BODY = /"(?:[^"\\\n\r]|\\[^\n\r])*"?/y;

/** A reason's lines, read at once; a line that starts like a declaration is not one of them. */
const REASON_LINE = /(?:[^"\\\n\r]|\\[^\n\r])*/y;
const LINE_BREAK = /\r?\n|\r/y;
const STARTS_ANEW =
  /[ \t]*(?:rule[ \t]+\S+[ \t]*:|source[ \t]+\S+[ \t]*=|(?:declassify|endorse)[ \t]+\S+[ \t]+by\b|because[ \t]*"|(?:notify|ask|block|kill)[ \t]+(?:exec|open|read|write|unlink|connect|recv)\b)/y;

/** The string at `start`, as written. Only a reason may hold line breaks. */
export function scanString(text: string, start: number, isReason: boolean, sink: Sink): string {
  BODY.lastIndex = start;
  const body = BODY.test(text) ? text.slice(start, BODY.lastIndex) : '"';
  const closed = body.length > 1 && body.endsWith('"') && !endsQuoted(body);
  if (closed) return body;
  const end = isReason ? endOfReason(text, start + body.length) : undefined;
  if (end !== undefined) return text.slice(start, end);
  sink.add(syntaxProblems.unterminatedString({ start, end: start + body.length }));
  return body;
}

/** True when the last quote of `"…\"` is quoted itself. */
function endsQuoted(body: string): boolean {
  let backslashes = 0;
  while (body.charAt(body.length - 2 - backslashes) === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

/** Where a reason that goes on after a line's end is closed; undefined when it is not. */
function endOfReason(text: string, lineEnd: number): number | undefined {
  let at = lineEnd;
  for (let line = 0; line < SYNTAX_LIMITS.reasonLines; line += 1) {
    LINE_BREAK.lastIndex = at;
    const lineBreak = LINE_BREAK.exec(text);
    if (lineBreak === null) return undefined;
    at += lineBreak[0].length;
    STARTS_ANEW.lastIndex = at;
    if (STARTS_ANEW.test(text)) return undefined;
    REASON_LINE.lastIndex = at;
    at += REASON_LINE.exec(text)?.[0].length ?? 0;
    if (text.charAt(at) === '"') return at + 1;
  }
  return undefined;
}
