import { structuredPatch } from 'diff';

/** A line of what is to be written, and how it stands to what is there. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new' | 'note';
  readonly text: string;
}

const CONTEXT_LINES = 3;
const NO_BREAK = '\\';

/**
 * A preview of the daemon as a diff. It comes as the lines of the old content, each behind `-`, then
 * those of the new one behind `+`, with notes in parentheses before and behind them; what is not of that
 * shape is shown as it is.
 */
export function diffLines(preview: string): readonly DiffLine[] {
  if (preview === '') return [];
  const lines = preview.split('\n');
  const isNote = (line: string): boolean => line.startsWith('(') && line.endsWith(')');
  const first = lines.findIndex((line) => !isNote(line));
  const last = lines.findLastIndex((line) => !isNote(line));
  const notes = (of: readonly string[]): DiffLine[] => of.map((text) => ({ kind: 'note', text }));
  if (first < 0) return notes(lines);
  const sides = lines.slice(first, last + 1);
  if (!sides.every((line) => /^[-+\\]/.test(line))) return notes(lines);
  const before = lines.slice(0, first);
  return [
    ...notes(before),
    ...changes(sides, firstLineOf(before)),
    ...notes(lines.slice(last + 1)),
  ];
}

/** Which line of the file the sides begin with. */
function firstLineOf(notes: readonly string[]): number {
  const from = notes.map((note) => /^\(from line (\d+)\)$/.exec(note)?.[1]).find(Boolean);
  return Number(from ?? 1);
}

function changes(sides: readonly string[], from: number): DiffLine[] {
  const [before, after] = [textOf(sides, '-'), textOf(sides, '+')];
  if (before === after) return [{ kind: 'note', text: '(the same content)' }];
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: CONTEXT_LINES });
  return hunks.flatMap(({ lines, oldStart }, at) => [
    ...(at === 0 && oldStart <= 1
      ? []
      : [{ kind: 'note' as const, text: `… line ${from - 1 + oldStart}` }]),
    ...lines.map(lineOf),
  ]);
}

/** The content of one side: its last line has no line break if a note behind it says so. */
function textOf(sides: readonly string[], mark: '-' | '+'): string {
  return sides
    .map((line, at) => {
      if (!line.startsWith(mark)) return '';
      return `${line.slice(1)}${sides[at + 1]?.startsWith(NO_BREAK) === true ? '' : '\n'}`;
    })
    .join('');
}

function lineOf(line: string): DiffLine {
  if (line.startsWith(NO_BREAK)) return { kind: 'note', text: '(no line break at the end)' };
  const kind = line.startsWith('+') ? 'new' : line.startsWith('-') ? 'gone' : 'same';
  return { kind, text: line.slice(1) };
}
