import { describe, expect, it } from 'vitest';
import { pad, squeeze, table, widthOf, wrap } from '../../src/terminal/columns.js';
import { commandLine, count, duration, offset } from '../../src/terminal/words.js';

describe('words', () => {
  it('counts', () => {
    expect([count(0, 'rule'), count(1, 'rule'), count(2, 'entry', 'entries')]).toEqual([
      ...['0 rules', '1 rule', '2 entries'],
    ]);
  });

  it('quotes what would run together', () => {
    expect(commandLine(['git', 'commit', '-m', 'two words', "it's", '', '--x=1'])).toBe(
      "git commit -m 'two words' 'it'\\''s' '' --x=1",
    );
  });

  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [59_900, '59.9 s'],
    [60_000, '1 min 0 s'],
    [3_599_000, '59 min 59 s'],
    [3_600_000 * 2 + 5 * 60_000, '2 h 5 min'],
  ])('says %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('says offsets in one width', () => {
    expect(offset(0)).toBe('+00:00.000');
    expect(offset(83_045)).toBe('+01:23.045');
    expect(offset(-5)).toBe('+00:00.000');
  });
});

describe('columns', () => {
  it('measures what is seen', () => {
    expect(widthOf('\x1b[31mred\x1b[39m')).toBe(3);
    expect(pad('\x1b[1mx\x1b[22m', 3)).toBe('\x1b[1mx\x1b[22m  ');
  });

  it('leaves the middle out', () => {
    expect(squeeze('/very/long/path/to/file.ts', 12)).toBe('/ver…file.ts');
    expect(squeeze('/very/long/path/to/file.ts', 12)).toHaveLength(12);
    expect(squeeze('short', 12)).toBe('short');
    expect(squeeze('anything', 1)).toBe('…');
  });

  it('breaks prose at blanks', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('incomprehensible word', 5)).toEqual(['incomprehensible', 'word']);
    expect(wrap('one two', Number.POSITIVE_INFINITY)).toEqual(['one two']);
    expect(wrap('', 5)).toEqual(['']);
  });

  it('lines up, without blanks at the end', () => {
    expect(
      table([
        ['a', 'bbb', 'c'],
        ['aaaa', 'b', ''],
      ]),
    ).toBe('a     bbb  c\naaaa  b\n');
  });
});

it('keeps a table within the terminal by its last column, and no narrower than can be read', () => {
  const rows = [
    ['run', 'command'],
    ['4F2K7Q', `sh -c '${'x'.repeat(80)}; exit 3'`],
  ];
  const lines = table(rows, { width: 40 }).trimEnd().split('\n');
  expect(lines.map((line) => line.length)).toEqual([15, 40]);
  expect(lines[1]).toMatch(/^4F2K7Q {2}sh -c 'x+…x+; exit 3'$/);
  expect(table(rows, { width: 5 }).split('\n')[1]).toHaveLength(28);
  expect(table(rows)).toContain('x'.repeat(80));
});
