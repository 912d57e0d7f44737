/** Characters of a foreign string in one message. */
export const SHOWN_CHARS_MAX = 200;

// Control, format, unpaired and private characters, and separators that break lines.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\\]/gu;

/**
 * The shown form of a string that someone else chose: nothing in it can move a cursor, reverse a
 * line or end one. Backslash and control characters become `\\`, `\n`, `\x1b`, `\u{202e}`.
 *
 * Strings from the engine are in shown form already; this is for all others.
 */
export function shown(text: string, limit = SHOWN_CHARS_MAX): string {
  const escaped = text.slice(0, 2 * limit).replace(UNSAFE, escapeOf);
  return escaped.length <= limit && text.length <= 2 * limit
    ? escaped
    : `${Array.from(escaped).slice(0, limit).join('')}…`;
}

function escapeOf(char: string): string {
  if (char === '\\') return '\\\\';
  if (char === '\n') return '\\n';
  if (char === '\t') return '\\t';
  if (char === '\r') return '\\r';
  const point = char.codePointAt(0) ?? 0;
  return point < 0x80 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`;
}

const ESCAPED = /\\(?:([ntr\\])|x([0-9a-f]{2}))/g;
const NAMED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

/**
 * What a shown form stands for. Only for text that the engine composed itself, such as feedback:
 * names in it are in shown form a second time, and stay so.
 */
export function unshown(text: string): string {
  return text.replace(ESCAPED, (_, named?: string, hex?: string) =>
    named === undefined
      ? String.fromCharCode(Number.parseInt(hex ?? '', 16))
      : (NAMED[named] ?? ''),
  );
}
