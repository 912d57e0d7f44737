const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const FAULT = -1;

/** Integers of up to this many digits are exact in a double and print as themselves. */
const EXACT_DIGITS = 15;

/** The longest a double prints: a sign, 17 digits, a point, up to six zeros or an exponent. */
const LONGEST = 32;

/** 1 for the bytes that may follow the integer part inside a number. */
const CONTINUES = new Uint8Array(256);
for (const char of '.eE+-0123456789') CONTINUES[char.charCodeAt(0)] = 1;

/**
 * The offset past the canonical number at `at`, or -1 if what stands there is not one: a number is
 * canonical when it is spelled as ECMAScript prints the double that it means.
 */
export function canonicalNumberEnd(bytes: Buffer, at: number, end: number): number {
  const digits = bytes[at] === MINUS ? at + 1 : at;
  let stop = digits;
  while (stop < end && isDigit(bytes[stop])) stop++;
  if (stop < end && CONTINUES[bytes[stop] ?? 0] === 1) return anyNumberEnd(bytes, at, end);
  const count = stop - digits;
  if (count === 0) return FAULT;
  if (count > EXACT_DIGITS) return anyNumberEnd(bytes, at, end);
  // No leading zero, and no minus zero.
  if (bytes[digits] === ZERO && (count > 1 || digits > at)) return FAULT;
  return stop;
}

function anyNumberEnd(bytes: Buffer, at: number, end: number): number {
  let stop = at;
  const last = Math.min(end, at + LONGEST);
  while (stop < last && CONTINUES[bytes[stop] ?? 0] === 1) stop++;
  const text = bytes.toString('latin1', at, stop);
  const value = Number(text);
  return Number.isFinite(value) && String(value) === text ? stop : FAULT;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
