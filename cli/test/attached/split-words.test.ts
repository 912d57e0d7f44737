import { expect, it } from 'vitest';
import { splitWords } from '../../src/attached/split-words.js';

it.each([
  ['python3 plan.py', ['python3', 'plan.py']],
  [`  sh -c 'echo "a b"; exit' `, ['sh', '-c', 'echo "a b"; exit']],
  ['a"b c"d \\"e\\ f ""', ['ab cd', '"e f', '']],
  [`'\\'x`, ['\\x']],
  ['$HOME *', ['$HOME', '*']],
  ['', []],
  [`it's`, undefined],
  ['a\\', undefined],
])('%s', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});
