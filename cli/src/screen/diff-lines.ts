import { structuredPatch } from 'diff';

/** A line of what is to be written, and how it stands to what is there. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new' | 'note';
  readonly text: string;
}

const CONTEXT_LINES = 3;

/**
 * A preview of the daemon as a diff. It comes as all lines of the old content, each behind `-`, then
 * all of the new one behind `+`; what is not of that shape is shown as it is.
 */
export function diffLines(preview: string): readonly DiffLine[] {
  if (preview === '') return [];
  const lines = preview.split('\n');
  const isDiff = lines.every((line) => line.startsWith('-') || line.startsWith('+'));
  if (!isDiff) {
    return lines.map((text) =>
      text.startsWith('+') ? { kind: 'new', text: text.slice(1) } : { kind: 'note', text },
    );
  }
  const side = (mark: string): string =>
    lines.flatMap((line) => (line.startsWith(mark) ? [`${line.slice(1)}\n`] : [])).join('');
  const { hunks } = structuredPatch('', '', side('-'), side('+'), '', '', {
    context: CONTEXT_LINES,
  });
  if (hunks.length === 0) return [{ kind: 'note', text: '(the same content)' }];
  return hunks.flatMap(({ lines: hunk, oldStart }, at) => [
    ...(at === 0 && oldStart <= 1 ? [] : [{ kind: 'note' as const, text: `… line ${oldStart}` }]),
    ...hunk.map(lineOf),
  ]);
}

function lineOf(line: string): DiffLine {
  const kind = line.startsWith('+') ? 'new' : line.startsWith('-') ? 'gone' : 'same';
  return { kind, text: line.slice(1) };
}
