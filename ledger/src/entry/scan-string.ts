const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FAULT = -1;

/** 1 for the bytes that need a look inside a string: controls, the quote and the backslash. */
const SPECIAL = new Uint8Array(256).fill(1, 0, 0x20);
SPECIAL[QUOTE] = 1;
SPECIAL[BACKSLASH] = 1;

/** 1 for the letters of the two-byte escapes: `\" \\ \b \t \n \f \r`. `\/` is not canonical. */
const SHORT_ESCAPE = new Uint8Array(256);
for (const letter of '"\\btnfr') SHORT_ESCAPE[letter.charCodeAt(0)] = 1;

/** 1 for the control characters that have a two-byte escape and so must use it. */
const HAS_SHORT_ESCAPE = new Uint8Array(0x20);
for (const control of '\b\t\n\f\r') HAS_SHORT_ESCAPE[control.charCodeAt(0)] = 1;

/**
 * The offset past the canonical string whose opening quote is at `open`, or -1 if what stands there
 * is not one: every character but controls, `"` and `\` as itself, and those by their shortest
 * escape. Whether the bytes are UTF-8 is left to the caller.
 */
export function canonicalStringEnd(bytes: Buffer, open: number, end: number): number {
  let at = open + 1;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (SPECIAL[byte] === 0) {
      at++;
    } else if (byte === QUOTE) {
      return at + 1;
    } else if (byte === BACKSLASH) {
      at = escapeEnd(bytes, at, end);
      if (at === FAULT) return FAULT;
    } else {
      return FAULT;
    }
  }
  return FAULT;
}

function escapeEnd(bytes: Buffer, at: number, end: number): number {
  if (at + 1 < end && SHORT_ESCAPE[bytes[at + 1] ?? 0] === 1) return at + 2;
  if (at + 6 > end) return FAULT;
  const match = /^\\u00([01][0-9a-f])$/.exec(bytes.toString('latin1', at, at + 6));
  if (match?.[1] === undefined) return FAULT;
  return HAS_SHORT_ESCAPE[Number.parseInt(match[1], 16)] === 1 ? FAULT : at + 6;
}
