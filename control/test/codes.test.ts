import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CODES } from '../src/codes.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const page = readFileSync(join(here, '../../docs/reference/codes/control.md'), 'utf8');
const textOf = (folder: string) =>
  readdirSync(join(here, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/codes(\.test)?\.ts$/.test(name))
    .map((name) => readFileSync(join(here, folder, name), 'utf8'))
    .join('\n');
const tests = textOf('.');
const sources = textOf('../src');

it.each(Object.entries(CODES))('%s has a heading and its own id', (name, { id, message, help }) => {
  expect(page).toContain(`## ${id} ${name}\n`);
  expect(Object.values(CODES).filter((code) => code.id === id)).toHaveLength(1);
  expect(message).toMatch(/^[^A-Z].*[^.]$/);
  expect(help).toMatch(/^[^A-Z].*[^.]$/);
});

it.each(Object.entries(CODES))('%s is raised somewhere and caused by a test', (name, { id }) => {
  expect(sources).toContain(`'${name}'`);
  expect(tests.includes(`'${name}'`) || tests.includes(`'${id}'`)).toBe(true);
});

it('the page has no heading of a code that is gone', () => {
  const headings = [...page.matchAll(/^## (CTL\d+) (\S+)$/gm)].map(
    ([, id, name]) => `${id} ${name}`,
  );
  expect(headings).toEqual(Object.entries(CODES).map(([name, { id }]) => `${id} ${name}`));
});
