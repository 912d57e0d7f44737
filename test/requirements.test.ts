import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../tools/repository/architecture.js';
import { filesBelow } from '../tools/repository/files.js';
import { brokenReference } from './requirements/test-titles.js';
import { parts, requirements } from './requirements.js';

const references = Object.values(requirements).flatMap((entry) =>
  'tests' in entry ? entry.tests : [],
);

describe('every promise', () => {
  for (const [id, entry] of Object.entries(requirements)) {
    if ('open' in entry) {
      test.todo(`${id} ${entry.promise}: ${entry.open}`);
    } else {
      test(`${id} ${entry.promise}`, () => {
        const broken = entry.tests.flatMap((reference) => brokenReference(root, reference) ?? []);
        expect(broken).toEqual([]);
      });
    }
  }
});

test('an id stands for one promise', () => {
  const ids = parts.flatMap((part) => Object.keys(part));
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test('ids have the shape of the scheme', () => {
  expect(Object.keys(requirements).filter((id) => !/^[A-Z]{1,2}\d+[a-z]?$/.test(id))).toEqual([]);
});

test('every test with real processes is named by a promise', () => {
  const named = new Set(references.map((reference) => reference.split('#')[0]));
  const ofTheHouse = /^test\/(architecture|docs|tools|requirements)\b/;
  const unnamed = filesBelow(`${root}test`, ['.test.ts'])
    .map((file) => relative(root, file))
    .filter((path) => !ofTheHouse.test(path) && !named.has(path));
  expect(unnamed).toEqual([]);
});
