import { LIMITS } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import { parseGlob } from '../../src/glob/glob.js';
import { GLOB_LIMITS } from '../../src/glob/limits.js';
import { glob } from './glob.js';

describe('what is no glob', () => {
  it.each([
    ['[', 0, 'never closed'],
    ['ab[cd', 2, 'never closed'],
    ['a[]', 1, 'empty class'],
    ['a[]b]', 1, 'empty class'],
    ['[!]', 0, 'empty class'],
    ['[^]', 0, 'empty class'],
    ['[z-a]', 1, 'backwards'],
    ['[ab/]', 3, 'never matches `/`'],
    ['[+-/]', 3, 'never matches `/`'],
    ['[[:alpha:]]', 1, 'named classes'],
    ['[a\\', 2, 'quotes nothing'],
    ['{a', 0, 'never closed'],
    ['x{a,{b,c}', 1, 'never closed'],
    ['x{a,{b}', 4, 'two alternatives'],
    ['{a}', 0, 'two alternatives'],
    ['a{}', 1, 'two alternatives'],
    ['{a,b', 0, 'never closed'],
    ['a\\', 1, 'quotes nothing'],
    ['a\0b', 1, 'NUL'],
    ['a\\\0', 2, 'NUL'],
    ['a\ud800', 1, 'surrogate'],
  ])('%j at %i', (text, at, message) => {
    const result = parseGlob(text);
    expect(result).toMatchObject({ ok: false, at, message: expect.stringContaining(message) });
  });

  it('says where in UTF-16 units', () => {
    expect(parseGlob('😀[')).toMatchObject({ ok: false, at: 2 });
  });
});

describe('a pattern', () => {
  it('is as long as a path and no longer', () => {
    expect(parseGlob('a'.repeat(GLOB_LIMITS.text))).toMatchObject({ ok: true });
    const result = parseGlob('a'.repeat(GLOB_LIMITS.text + 1));
    expect(result).toMatchObject({ ok: false, at: GLOB_LIMITS.text });
  });
});

describe('braces', () => {
  it('come to so many alternatives and no more', () => {
    const eight = '{a,b}'.repeat(8);
    expect(glob(eight).alternatives).toHaveLength(LIMITS.alternatives);
    const result = parseGlob(`x${eight}{a,b}`);
    expect(result).toMatchObject({ ok: false, at: 1 });
  });

  it('do not make a small text a large one', () => {
    const result = parseGlob(`${'{a,b}'.repeat(8)}${'x'.repeat(1000)}`);
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining('very long') });
  });

  it('nest as deep as that', () => {
    const deep = `${'{a,'.repeat(200)}b${'}'.repeat(200)}`;
    expect(glob(deep).alternatives).toHaveLength(201);
    const deeper = parseGlob('{'.repeat(GLOB_LIMITS.text));
    expect(deeper).toMatchObject({ ok: false });
  });
});

describe('tokens', () => {
  const kinds = (text: string) =>
    glob(text).alternatives.map(({ tokens }) => tokens.map(({ kind }) => kind).join(' '));

  it.each([
    ['**/x', ['segments byte']],
    ['**', ['any']],
    ['a/**', ['byte byte any']],
    ['**/**/x', ['segments byte']],
    ['a/**/**', ['byte byte any']],
    ['**x', ['any byte']],
    ['**/**x', ['any byte']],
    ['{a,**}/x', ['byte byte byte', 'segments byte']],
    ['a/{**,b}', ['byte byte any', 'byte byte byte']],
  ])('of %s', (text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  it.each([
    ['~/x', true],
    ['\\~/x', false],
    ['~x', false],
    ['~', false],
  ])('%s stands for the home directory: %s', (text, tilde) => {
    expect(glob(text).alternatives[0]?.tilde).toBe(tilde);
  });
});
