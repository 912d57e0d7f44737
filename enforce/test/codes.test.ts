import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CODES } from '../src/codes.js';

const page = readFileSync(
  new URL('../../docs/reference/codes/enforce.md', import.meta.url),
  'utf8',
);

it.each(Object.entries(CODES))('%s has a heading and its own id', (name, { id, message, help }) => {
  expect(page).toContain(`## ${id} ${name}\n`);
  expect(Object.values(CODES).filter((code) => code.id === id)).toHaveLength(1);
  expect(message).toMatch(/^[^A-Z].*[^.]$/);
  expect(help).toMatch(/^[^A-Z].*[^.]$/);
});
