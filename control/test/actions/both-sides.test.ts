import { expect, it } from 'vitest';
import { bothSides, cut, SHOWN_CHARS } from '../../src/actions/both-sides.js';

const many = Array.from({ length: 4000 }, (_, at) => `line ${at}\n`).join('');

it('shows both contents whole, and a line break that is missing', () => {
  expect(bothSides('a\nb\n', 'a\nc')).toBe('-a\n-b\n+a\n+c\n\\ no line break at the end');
  expect(bothSides('', '')).toBe('');
});

it('shows what changes wherever it is, however long the file', () => {
  const shown = bothSides(many, many.replace('line 3900\n', 'evil\n'));
  expect(shown).toContain('+evil');
  expect(shown).toContain('-line 3900');
  expect(shown.split('\n')[0]).toBe('(from line 3898)');
  expect(shown).toContain('(96 lines behind it stay the same)');
  expect(bothSides(many, `${many}evil\n`)).toContain('+evil');
});

it('says how much of it a person is not shown', () => {
  const text = 'x'.repeat(SHOWN_CHARS + 5);
  expect(bothSides('', text)).toContain('(5 more characters of the new content are not shown)');
  expect(bothSides('', text)).not.toContain('no line break');
  expect(cut(text)).toContain('(5 more characters are not shown)');
  expect(cut('short')).toBe('short');
});

it('is never more than a request holds', () => {
  const lines = '\n'.repeat(200_000);
  expect(bothSides(`a${lines}`, `b${lines}`).length).toBeLessThan(65_536);
});
