import { expect, test } from 'vitest';
import { functionLengthRule, licenceRule, widthRule } from '../../tools/check-house/c-rules.js';
import { createLengthRule, nameRule, staleExceptions } from '../../tools/check-house/file-rules.js';

const architecture = {
  packages: {},
  apart: [],
  linesMax: 3,
  longFiles: { 'a/table.ts': 'a table' },
};

function source(path: string, ...lines: string[]) {
  return { path, lines };
}

test('a long file is named, a listed table is not', () => {
  const rule = createLengthRule(architecture);
  expect(rule(source('a/b.ts', '1', '2', '3'))).toEqual([]);
  expect(rule(source('a/b.ts', '1', '2', '3', '4'))).toEqual(['a/b.ts:4: 4 lines, 3 are allowed']);
  expect(rule(source('a/table.ts', '1', '2', '3', '4'))).toEqual([]);
});

test('an exception nobody needs any more is named', () => {
  expect(staleExceptions(architecture, [source('a/table.ts', '1', '2', '3', '4')])).toEqual([]);
  expect(staleExceptions(architecture, [source('a/table.ts', '1')])).toHaveLength(1);
  expect(staleExceptions(architecture, [])).toHaveLength(1);
});

test.each(['a/byte-class.ts', 'a/x.test.ts', 'core/core.h', 'a/e5b.ts'])('%s is a name', (path) => {
  expect(nameRule(source(path))).toEqual([]);
});

test.each(['a/byteClass.ts', 'a/Frame.ts', 'a/utils.ts', 'a/helpers.ts', 'core/my_core.c'])(
  '%s is not a name',
  (path) => {
    expect(nameRule(source(path))).toHaveLength(1);
  },
);

test('C is at most 100 columns wide, a tab being eight', () => {
  expect(widthRule(source('a.c', '\t'.repeat(12) + 'x'.repeat(4)))).toEqual([]);
  expect(widthRule(source('a.c', '', '\t'.repeat(12) + 'x'.repeat(5)))).toHaveLength(1);
  expect(widthRule(source('a.ts', 'x'.repeat(101)))).toEqual([]);
});

test('C opens with its licence', () => {
  expect(licenceRule(source('a.h', '/* SPDX-License-Identifier: Apache-2.0 */'))).toEqual([]);
  expect(licenceRule(source('a.h', '#pragma once'))).toHaveLength(1);
});

test('a function in C has at most 70 lines', () => {
  const body = (length: number) => [
    'int f(void)',
    '{',
    ...Array<string>(length).fill('\tx();'),
    '}',
  ];
  expect(functionLengthRule(source('a.c', ...body(68), ...body(68)))).toEqual([]);
  expect(functionLengthRule(source('a.c', ...body(69)))).toHaveLength(1);
});
