import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES } from '../src/codes.js';
import { EXIT } from '../src/exit-codes.js';

const read = (path: string) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');

describe('diagnostics', () => {
  const page = read('reference/codes/cli.md');

  it.each(Object.entries(CODES))('%s has a heading and its own id', (name, { id, message }) => {
    expect(page).toContain(`## ${id} ${name}\n`);
    expect(Object.values(CODES).filter((code) => code.id === id)).toHaveLength(1);
    expect(message).toMatch(/^[^A-Z].*[^.]$/);
  });

  it('has no heading of a code that is gone', () => {
    const names = [...page.matchAll(/^## CLI\d+ (.+)$/gm)].map(([, name]) => name);
    expect(names).toEqual(Object.keys(CODES));
  });
});

describe('exit codes', () => {
  it('are in the page, each with its name', () => {
    const rows = [...read('reference/exit-codes.md').matchAll(/^\| (\d+)(?: \+ n)? \| (\w+) \|/gm)];
    expect(Object.fromEntries(rows.map(([, code, name]) => [name, Number(code)]))).toEqual(EXIT);
  });
});
