/** Text of a policy, or of an agent, as a message may show it. */

const SHOWN_MAX = 60;

// C0 and C1 controls, line separators, and the characters that reorder or hide text: a policy that
// came from somewhere else must not repaint the terminal of the person who checks it.
const UNSHOWABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Controls, direction marks and lone surrogates as `\u{…}`; every other character as it is. */
export function escapeControls(text: string): string {
  return text.replace(UNSHOWABLE, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0x0a) return '\\n';
    if (code === 0x0d) return '\\r';
    if (code === 0x09) return '\\t';
    return `\\u{${code.toString(16)}}`;
  });
}

/** In backticks, escaped, and cut when it is long. */
export function quote(text: string): string {
  const points = Array.from(text.slice(0, SHOWN_MAX * 2 + 2));
  const cut = points.length > SHOWN_MAX ? `${points.slice(0, SHOWN_MAX).join('')}…` : text;
  return `\`${escapeControls(cut)}\``;
}

/** `` `a`, `b` or `c` `` */
export function quoteList(items: readonly string[], last = 'or'): string {
  const quoted = items.map(quote);
  const tail = quoted.pop() ?? '';
  return quoted.length === 0 ? tail : `${quoted.join(', ')} ${last} ${tail}`;
}
