/** UTF-8 by hand: this package runs in pages and in Node, and names no global of either. */

/** Appends the UTF-8 bytes of one code point (a scalar value) to `out`. */
export function pushCodePoint(out: number[], code: number): void {
  if (code < 0x80) {
    out.push(code);
  } else if (code < 0x800) {
    out.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  } else {
    out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f));
    out.push(0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
}

/** UTF-8 bytes of a string; a lone surrogate becomes U+FFFD. */
export function utf8(text: string): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      out.push(unit);
      continue;
    }
    const code = text.codePointAt(at) ?? 0;
    pushCodePoint(out, isSurrogate(code) ? 0xfffd : code);
    if (code > 0xffff) at += 1;
  }
  return Uint8Array.from(out);
}

/** Half of a UTF-16 pair, which no UTF-8 can say. */
export function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** The well-formed character that starts at `at`, or null: names may be any bytes. */
export function characterAt(
  bytes: Uint8Array,
  at: number,
): { readonly code: number; readonly length: number } | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if (first < 0x80) return { code: first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return null;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i];
    if (next === undefined || (next & 0xc0) !== 0x80) return null;
    code = (code << 6) | (next & 0x3f);
  }
  const shortest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  if (code < shortest || code > 0x10ffff || isSurrogate(code)) return null;
  return { code, length };
}

/** The text of well-formed UTF-8; other bytes become U+FFFD, one each. */
export function fromUtf8(bytes: Iterable<number>): string {
  const array = Uint8Array.from(bytes);
  let text = '';
  for (let at = 0; at < array.length; ) {
    const character = characterAt(array, at);
    text += String.fromCodePoint(character?.code ?? 0xfffd);
    at += character?.length ?? 1;
  }
  return text;
}
