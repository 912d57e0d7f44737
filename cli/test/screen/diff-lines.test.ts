import { expect, it } from 'vitest';
import { diffLines } from '../../src/screen/diff-lines.js';

const lines = (mark: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `${mark}line ${from + at}`);

it('shows what changes with a little around it', () => {
  const before = lines('-', 0, 20);
  const after = lines('+', 0, 20).with(10, '+ten');
  const shown = diffLines([...before, ...after].join('\n'));
  expect(shown.filter(({ kind }) => kind === 'gone' || kind === 'new')).toEqual([
    { kind: 'gone', text: 'line 10' },
    { kind: 'new', text: 'ten' },
  ]);
  expect(shown).toHaveLength(9);
});

it('shows new content whole, and the same content as such', () => {
  expect(diffLines('(a new file)\n+one\n+two')).toEqual([
    { kind: 'note', text: '(a new file)' },
    { kind: 'new', text: 'one' },
    { kind: 'new', text: 'two' },
  ]);
  expect(diffLines('-a\n+a')).toEqual([{ kind: 'note', text: '(the same content)' }]);
  expect(diffLines('')).toEqual([]);
});

it('says what of it is not shown, where the sides begin, and that a line break is missing', () => {
  const preview = [
    '(from line 118)',
    ...['-a', '-b', '\\ no line break at the end', '+a', '+c'],
    '(7 more characters of the new content are not shown)',
  ].join('\n');
  expect(diffLines(preview)).toEqual([
    { kind: 'note', text: '(from line 118)' },
    { kind: 'same', text: 'a' },
    { kind: 'gone', text: 'b' },
    { kind: 'note', text: '(no line break at the end)' },
    { kind: 'new', text: 'c' },
    { kind: 'note', text: '(7 more characters of the new content are not shown)' },
  ]);
});

it('takes the body of a request for no diff, whatever stands in it', () => {
  const preview = 'POST https://api.example/x\n\n-a\n+a';
  expect(diffLines(preview).map(({ kind }) => kind)).toEqual(['note', 'note', 'note', 'note']);
});
