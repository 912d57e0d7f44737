import { describe, expect, it } from 'vitest';
import { decodeHead, encodeHead, type Head } from '../src/head.js';
import { LIMITS } from '../src/limits.js';

const HEAD: Head = {
  v: 1,
  run: '01J8Z0RE1N000000000000TEST',
  entries: 3,
  hash: 'ab'.repeat(32),
  root: 'cd'.repeat(32),
  bytes: 1234,
};

describe('a head', () => {
  it('is canonical JSON and a newline, and read back', () => {
    const bytes = encodeHead(HEAD);
    expect(bytes.toString()).toBe(
      `{"bytes":1234,"entries":3,"hash":"${HEAD.hash}","root":"${HEAD.root}","run":"${HEAD.run}","v":1}\n`,
    );
    expect(decodeHead(bytes)).toEqual(HEAD);
  });

  it.each([
    ['another version', { ...HEAD, v: 2 }],
    ['a count that is none', { ...HEAD, entries: -1 }],
    ['a count past what a double counts', { ...HEAD, entries: 2 ** 53 }],
    ['a size with a fraction', { ...HEAD, bytes: 0.5 }],
    ['a short hash', { ...HEAD, hash: 'ab' }],
    ['a hash in capitals', { ...HEAD, hash: 'AB'.repeat(32) }],
    ['no root', { ...HEAD, root: null }],
    ['a run that is no id', { ...HEAD, run: '../x' }],
    ['a member of its own', { ...HEAD, more: 1 }],
  ])('with %s is none', (_, head) => {
    const text = JSON.stringify(Object.fromEntries(Object.entries(head).sort()));
    expect(decodeHead(Buffer.from(`${text}\n`))).toHaveProperty('why');
  });

  it.each([
    ['in another order', JSON.stringify(HEAD)],
    ['with white space', `${JSON.stringify(HEAD, null, 1)}\n`],
    ['twice', `${encodeHead(HEAD)}${encodeHead(HEAD)}`],
    ['not at all', ''],
    ['as null', 'null\n'],
    ['too long', `${encodeHead(HEAD)}${' '.repeat(LIMITS.headBytes)}`],
  ])('written %s is none', (_, text) => {
    expect(decodeHead(Buffer.from(text))).toHaveProperty('why');
  });

  it('is none with any byte changed', () => {
    const bytes = encodeHead(HEAD);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      expect(decodeHead(changed)).not.toEqual(HEAD);
    }
  });
});
