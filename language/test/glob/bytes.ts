/** Bytes for tests: text in UTF-8, and `\xNN` written out for what is no text. */
export function bytes(text: string): Uint8Array {
  const parts = text.split(/(\\x[0-9a-f]{2})/);
  return Uint8Array.from(
    parts.flatMap((part) =>
      /^\\x[0-9a-f]{2}$/.test(part)
        ? [Number.parseInt(part.slice(2), 16)]
        : [...new TextEncoder().encode(part)],
    ),
  );
}
