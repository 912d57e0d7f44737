/** Characters of one hook answer: agents cut or spill what is longer. */
export const ANSWER_CHARS_MAX = 8000;
const MORE = '[rein] more was decided; it follows with your next tool call.';

/** What of the unread feedback goes out now, and how many of its bytes that is. */
export interface Delivery {
  readonly text: string;
  readonly bytes: number;
}

/**
 * Takes whole blocks (text up to a blank line) from the front until the answer is full. What does
 * not fit stays unread. Blocks that say the same are said once, with their number.
 */
export function deliver(unread: Buffer, limit = ANSWER_CHARS_MAX): Delivery {
  const counts = new Map<string, number>();
  let bytes = 0;
  let left = limit - MORE.length - 2;
  let full = false;
  for (let end = unread.indexOf('\n\n'); end >= 0; end = unread.indexOf('\n\n', bytes)) {
    const block = unread.toString('utf8', bytes, end).trim();
    const known = counts.get(block);
    // ` (12 times)` and the blank line after it.
    const cost = known === undefined ? block.length + 16 : 0;
    if (cost > left && counts.size > 0) {
      full = true;
      break;
    }
    left -= cost;
    counts.set(block, (known ?? 0) + 1);
    bytes = end + 2;
  }
  counts.delete('');
  const said = [...counts].map(([block, n]) => (n === 1 ? block : `${block} (${n} times)`));
  if (said.length === 0) return { text: '', bytes };
  return { text: [...said, ...(full ? [MORE] : [])].join('\n\n').slice(0, limit), bytes };
}
