/** UTF-8 decoding that says where it goes wrong; this package has no `TextDecoder` to rely on. */

export interface Decoded {
  readonly text: string;
  /** UTF-16 offset in `text` of the first U+FFFD that stands for bytes that are not UTF-8. */
  readonly badAt: number | null;
}

const REPLACEMENT = 0xfffd;
/** Code units given to one `String.fromCharCode`: well below what an argument list may hold. */
const CHUNK = 4096;
const BEYOND_ASCII = /[^\0-\x7f]/;

/** Bytes to text. Every byte that cannot be decoded becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  const parts: string[] = [];
  let units: number[] = [];
  let length = 0;
  let badAt: number | null = null;
  for (let at = 0; at < bytes.length; ) {
    const plain = units.length === 0 ? asciiAt(bytes, at) : '';
    if (plain !== '') {
      parts.push(plain);
      length += plain.length;
      at += plain.length;
      continue;
    }
    const { code, size } = decodeOne(bytes, at);
    if (code === undefined) badAt ??= length;
    const point = code ?? REPLACEMENT;
    if (point > 0xffff) {
      units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
      length += 2;
    } else {
      units.push(point);
      length += 1;
    }
    at += size;
    if (units.length >= CHUNK) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  parts.push(String.fromCharCode(...units));
  return { text: parts.join(''), badAt };
}

/** The next stretch of the file when it is all ASCII, which most of them are; else empty. */
function asciiAt(bytes: Uint8Array, at: number): string {
  const text = String.fromCharCode(...Array.from(bytes.subarray(at, at + CHUNK)));
  return BEYOND_ASCII.test(text) ? '' : text;
}

interface One {
  /** undefined: these bytes are no character. */
  readonly code: number | undefined;
  readonly size: number;
}

const BAD: One = { code: undefined, size: 1 };

function decodeOne(bytes: Uint8Array, at: number): One {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { code: first, size: 1 };
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return BAD;
  let code = first & (0x7f >> size);
  for (let index = 1; index < size; index += 1) {
    const next = bytes[at + index];
    if (next === undefined || (next & 0xc0) !== 0x80) return BAD;
    code = (code << 6) | (next & 0x3f);
  }
  // Overlong forms, surrogates and what is past the last plane are not UTF-8.
  const least = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  if (code < least || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return BAD;
  return { code, size };
}
