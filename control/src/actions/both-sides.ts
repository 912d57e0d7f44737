import { wholeCharacters } from '../shown.js';

/** Characters of each side that a person is shown: twice that with marks is less than a request holds. */
export const SHOWN_CHARS = 15 * 1024;
/** Lines that are shown around what changes, where not all can be shown. */
const AROUND = 3;

/**
 * Old and new content of a file for a person: lines behind `-`, then lines behind `+`. Notes stand in
 * parentheses before and behind them, and behind a side that does not end with a line break a line
 * that begins with a backslash. What a person is not shown is said: it would be approved unseen.
 */
export function bothSides(before: string, after: string): string {
  const isLong = before.length > SHOWN_CHARS || after.length > SHOWN_CHARS;
  if (!isLong) return [...marked(before, '-'), ...marked(after, '+')].join('\n');
  const { first, old, fresh, sameBehind } = changed(before, after);
  const sides = [side(old, '-'), side(fresh, '+')];
  return [
    ...(first > 0 ? [`(from line ${first + 1})`] : []),
    ...sides.flatMap(({ lines }) => lines),
    ...(sameBehind > 0 ? [`(${sameBehind} lines behind it stay the same)`] : []),
    ...sides.flatMap(({ left, name }) =>
      left > 0 ? [`(${left} more characters of the ${name} content are not shown)`] : [],
    ),
  ].join('\n');
}

/** As much of a text as is shown, and how much is not. */
export function cut(text: string): string {
  const left = text.length - SHOWN_CHARS;
  return left <= 0
    ? text
    : `${wholeCharacters(text.slice(0, SHOWN_CHARS))}\n(${left} more characters are not shown)`;
}

/** Both contents without the lines that they begin and end with alike, but for some around. */
function changed(before: string, after: string) {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  const first = Math.max(0, head - AROUND);
  const sameBehind = Math.max(0, tail - AROUND);
  const middle = (lines: readonly string[]): string =>
    lines.slice(first, lines.length - sameBehind).join('');
  return { first, old: middle(old), fresh: middle(fresh), sameBehind };
}

/** Lines with what ends them. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function side(text: string, mark: '-' | '+') {
  const name = mark === '-' ? 'old' : 'new';
  const left = Math.max(0, text.length - SHOWN_CHARS);
  const lines = marked(wholeCharacters(text.slice(0, SHOWN_CHARS)), mark);
  // A line that was cut off is not the last one of the file.
  const isCut = left > 0 && lines.at(-1)?.startsWith('\\') === true;
  return { name, left, lines: isCut ? lines.slice(0, -1) : lines };
}

function marked(text: string, mark: '-' | '+'): string[] {
  return linesOf(text).flatMap((line) =>
    line.endsWith('\n')
      ? [`${mark}${line.slice(0, -1)}`]
      : [`${mark}${line}`, '\\ no line break at the end'],
  );
}
