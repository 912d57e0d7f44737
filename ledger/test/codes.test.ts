import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CODES } from '../src/codes.js';

const testDir = fileURLToPath(new URL('.', import.meta.url));
const page = new URL('../../docs/reference/codes/ledger.md', import.meta.url);
const headings = readFileSync(page, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('## LED'));

/** What the tests expect, as text: this file and the helpers set aside. */
const tests = readdirSync(testDir, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && name !== 'codes.test.ts')
  .map((name) => readFileSync(join(testDir, name), 'utf8'))
  .join('\n');

describe('the codes of the ledger', () => {
  it('have ids of their own, in order', () => {
    const ids = Object.values(CODES).map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('have a heading each in the documentation, in the same order', () => {
    expect(headings).toEqual(Object.entries(CODES).map(([name, { id }]) => `## ${id} ${name}`));
  });

  it.each(Object.entries(CODES))('%s is in house style', (_, { message, help }) => {
    for (const text of [message, help]) {
      expect(text).toMatch(/^[a-z`{]/);
      expect(text).not.toMatch(/[.\n]$/);
    }
  });

  it.each(Object.keys(CODES))('%s is caused by a test', (name) => {
    expect(tests).toMatch(new RegExp(`['"\`]${name}[ '"\`]`));
  });
});
