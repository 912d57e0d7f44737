/** How wide text is in a terminal, and how it is made harmless there. */
import { escapeControls } from '../quote.js';

const TAB_COLUMNS = 4;

// Close enough for carets: what East Asian fonts and emoji make two columns wide.
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;
const NO_WIDTH = /\p{Mn}|\p{Me}|\u200c|\u200d|\ufe0f/u;

/** A part of a line as a terminal may show it: tabs to blanks, the rest escaped. */
export function shownText(text: string): string {
  return escapeControls(text.replaceAll('\t', ' '.repeat(TAB_COLUMNS)));
}

/** Columns that `shown` takes. */
export function columnsOf(shown: string): number {
  // Most policies are ASCII, and then this is all.
  if (/^[ -~]*$/.test(shown)) return shown.length;
  let columns = 0;
  for (const character of shown) {
    if (WIDE.test(character)) columns += 2;
    else if (!NO_WIDTH.test(character)) columns += 1;
  }
  return columns;
}
