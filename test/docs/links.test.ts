import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { root } from '../../tools/repository/architecture.js';
import { filesBelow } from '../../tools/repository/files.js';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(`${root}package.json`, 'utf8')));

describe.each(filesBelow(root, ['.md']).map((file) => relative(root, file)))('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  test('links to files that exist', () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap((found) => found[1] ?? []);
    const local = targets.filter((target) => !/^(https?:|mailto:|#)/.test(target));
    const dead = local.filter(
      (target) => !existsSync(join(root, dirname(page), target.replace(/#.*$/, ''))),
    );
    expect(dead).toEqual([]);
  });

  test('names scripts that exist', () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].flatMap((found) => found[1] ?? []);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test('every decision is in the index', () => {
  const folder = `${root}docs/decisions`;
  const index = readFileSync(`${folder}/README.md`, 'utf8');
  const records = filesBelow(folder, ['.md'])
    .map((file) => relative(folder, file))
    .filter((name) => /^\d/.test(name));
  expect(records.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  const numbers = records.map((name) => name.slice(0, 4));
  expect(new Set(numbers).size).toBe(numbers.length);
});
