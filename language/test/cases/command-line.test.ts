import { expect, it } from 'vitest';
import { splitCommand } from '../../src/cases/command-line.js';

it.each([
  ['git commit -m x', ['git', 'commit', '-m', 'x']],
  ['  git\t commit ', ['git', 'commit']],
  [`git commit -m "a b"`, ['git', 'commit', '-m', 'a b']],
  [`git commit -m 'a "b" \\n'`, ['git', 'commit', '-m', 'a "b" \\n']],
  [`echo "a\\"b" c\\ d ''`, ['echo', 'a"b', 'c d', '']],
  [`a"b"'c'd`, ['abcd']],
  ['echo $HOME > x', ['echo', '$HOME', '>', 'x']],
])('splits `%s`', (text, argv) => {
  expect(splitCommand(text)).toEqual({ ok: true, argv });
});

it.each(['', '   ', '"a', "a 'b", 'a\\'])('refuses `%s`', (text) => {
  expect(splitCommand(text).ok).toBe(false);
});
