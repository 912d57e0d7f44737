import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

/** A text of exactly `width` columns: cut with an ellipsis, or filled up with blanks. */
export function fit(text: string, width: number): string {
  if (width <= 0) return '';
  const full = stringWidth(text);
  if (full <= width) return text + ' '.repeat(width - full);
  let taken = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const columns = stringWidth(segment);
    if (used + columns > width - 1) break;
    taken += segment;
    used += columns;
  }
  return `${taken}…${' '.repeat(width - 1 - used)}`;
}

/** A text, painted or not, with blanks behind it up to `width` columns. */
export function fill(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** A text in lines of at most `width` columns, broken anywhere: nothing of an argv is left out. */
export function chop(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const columns = stringWidth(segment);
    if (used + columns > width && line !== '') {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += segment;
    used += columns;
  }
  return [...lines, line];
}

/** The end of a text that still fits, for a line that is being typed. */
export function tail(text: string, width: number): string {
  const segments = [...segmenter.segment(text)].map(({ segment }) => segment);
  while (stringWidth(segments.join('')) > width) segments.shift();
  return segments.join('');
}

/** A text without its last character, as people see characters. */
export function withoutLast(text: string): string {
  return [...segmenter.segment(text)]
    .slice(0, -1)
    .map(({ segment }) => segment)
    .join('');
}
