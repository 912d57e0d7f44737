/** What a string token holds. */
import type { Token } from '../token.js';

/** A pattern's text: what stands between the quotes; backslashes are the glob's own. */
export function patternValue({ kind, text }: Token): string {
  return kind === 'string' ? inside(text) : '**';
}

export interface TextValue {
  readonly text: string;
  /** Offsets in the token of escapes that do not exist, e.g. of `\q`. */
  readonly unknown: readonly number[];
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['n', '\n'],
]);

/** A text: escapes are undone, and the lines of a long one joined with blanks. */
export function textValue(token: Token): TextValue {
  const unknown: number[] = [];
  const pieces = /\\([\s\S]?)|[ \t]*(?:\r\n|[\r\n])\s*/g;
  const text = inside(token.text).replace(
    pieces,
    (written, character: string | undefined, offset: number) => {
      if (character === undefined) return ' ';
      const meant = ESCAPES.get(character);
      if (meant === undefined) unknown.push(offset + 1);
      return meant ?? written;
    },
  );
  return { text, unknown };
}

/** False for a string whose closing quote is missing; that was reported when it was read. */
export function isClosed({ kind, text }: Token): boolean {
  return kind !== 'string' || (text.length > 1 && /[^\\](?:\\\\)*"$/.test(text));
}

function inside(text: string): string {
  return text.length > 1 && text.endsWith('"') ? text.slice(1, -1) : text.slice(1);
}
