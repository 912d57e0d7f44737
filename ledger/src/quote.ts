import { LIMITS } from './limits.js';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}`\\]/gu;

/**
 * A foreign string made fit for a terminal or a log line: control, format and unpaired characters
 * (which could move the cursor or reverse the text) become `\u{...}`, and the length is capped.
 */
export function quote(text: string): string {
  const chars = Array.from(text.slice(0, 2 * LIMITS.shownChars));
  const shown = chars.slice(0, LIMITS.shownChars).join('');
  const escaped = shown.replace(UNSAFE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
  return shown.length < text.length ? `${escaped}...` : escaped;
}
