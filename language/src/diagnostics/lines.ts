/** Offsets to lines and columns. */

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

export interface Lines {
  readonly count: number;
  at(offset: number): Position;
  /** The line's text without its end. `line` counts from 1. */
  textOf(line: number): string;
  /** Offset where the line starts. */
  startOf(line: number): number;
}

/** Lines end with LF, CRLF or CR, as YAML has it. */
export function createLines(text: string): Lines {
  const starts = startsOf(text);
  const indexOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const startOf = (line: number): number => starts[line - 1] ?? text.length;
  return {
    count: starts.length,
    at(offset) {
      const index = indexOf(Math.min(Math.max(offset, 0), text.length));
      return { line: index + 1, column: offset - (starts[index] ?? 0) + 1 };
    },
    textOf: (line) => text.slice(startOf(line), startOf(line + 1)).replace(/[\r\n]+$/, ''),
    startOf,
  };
}

function startsOf(text: string): number[] {
  const starts = [0];
  if (text.includes('\r')) {
    for (const { 0: lineBreak, index } of text.matchAll(/\r\n|[\r\n]/g)) {
      starts.push(index + lineBreak.length);
    }
    return starts;
  }
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
