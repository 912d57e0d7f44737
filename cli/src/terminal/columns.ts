const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Columns a text takes: colours take none. Shown forms hold no wide or combining surprises. */
export function widthOf(text: string): number {
  return Array.from(text.replace(ANSI, '')).length;
}

/** A text made `width` columns wide by blanks behind it (or before it). */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'right' ? text + blanks : blanks + text;
}

/** A plain text no wider than `width`: the middle is left out, ends of paths tell most. */
export function squeeze(text: string, width: number): string {
  const chars = Array.from(text);
  if (chars.length <= width) return text;
  if (width <= 1) return '…'.slice(0, width);
  const tail = Math.ceil((width - 1) * 0.6);
  return `${chars.slice(0, width - 1 - tail).join('')}…${chars.slice(chars.length - tail).join('')}`;
}

/** Prose in lines no wider than `width`, broken at blanks; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** The last column is not made narrower than this: then rather the terminal wraps the line. */
const LAST_WIDTH_MIN = 20;

/**
 * Rows in columns as wide as their widest cell; the last column is not padded. Where that is wider than
 * `width`, the middle of what stands in the last column is left out.
 */
export function table(
  rows: readonly (readonly string[])[],
  { gap = 2, width = Number.POSITIVE_INFINITY } = {},
): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
    });
  }
  const last = widths.length - 1;
  const before = widths.slice(0, last).reduce((sum, one) => sum + one + gap, 0);
  const room = Math.max(LAST_WIDTH_MIN, width - before);
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column < row.length - 1
            ? pad(cell, (widths[column] ?? 0) + gap)
            : // What is painted is short: a heading, or a word in the place of a text.
              column === last && widthOf(cell) === cell.length
              ? squeeze(cell, room)
              : cell,
        )
        .join('')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
