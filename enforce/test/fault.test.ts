import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inPlainWords, reasonOf } from '../src/fault.js';

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

it('says once where it was, and no code of the system', () => {
  const error = thrownBy(() => readFileSync('/nowhere/x'));
  const details = { path: '/nowhere/x', why: reasonOf(error) };
  expect(inPlainWords(details, error)).toEqual({
    ...{ path: '/nowhere/x', why: 'no such file or directory' },
  });
});

it('leaves alone what says where it was nowhere else, and what is not of the system', () => {
  const error = thrownBy(() => readFileSync('/nowhere/x'));
  const bare = { why: reasonOf(error) };
  expect(inPlainWords(bare, error)).toBe(bare);
  const own = { path: 'x', why: 'it is a folder' };
  expect(inPlainWords(own, error)).toBe(own);
  expect(inPlainWords(own, new Error('it is a folder'))).toBe(own);
});
