import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokenReference } from './test-titles.js';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'rein-titles-'));
  writeFileSync(
    join(root, 'a.test.ts'),
    [
      `test('passes', () => {});`,
      `  it("it's here", () => {});`,
      `test.each([1, 2])('for %d', () => {});`,
      `test.skip('is skipped', () => {});`,
      `test.todo('is todo');`,
      `const other = 'only a string';`,
    ].join('\n'),
  );
  writeFileSync(join(root, 'cases.ts'), `export const cases = [{ id: 'E1' }];\n`);
  writeFileSync(join(root, 'core.c'), 'static void opens_gate(void)\n{\n}\n');
});

afterAll(() => rmSync(root, { recursive: true }));

test.each([
  'a.test.ts',
  'a.test.ts#passes',
  "a.test.ts#it's here",
  'a.test.ts#for %d',
  'cases.ts#E1',
  'core.c#opens_gate',
])('finds %s', (reference) => {
  expect(brokenReference(root, reference)).toBeUndefined();
});

test.each([
  'b.test.ts',
  'a.test.ts#fails',
  'a.test.ts#is skipped',
  'a.test.ts#is todo',
  'a.test.ts#only a string',
  'cases.ts#E2',
  'core.c#closes_gate',
])('finds no test at %s', (reference) => {
  expect(brokenReference(root, reference)).toBeTypeOf('string');
});
