import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES as CONTROL_CODES } from '../../control/src/codes.js';
import { CODES } from '../src/codes.js';
import { COMMANDS } from '../src/commands/table.js';
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

describe('help lines', () => {
  const helps = [...Object.values(CODES), ...Object.values(CONTROL_CODES)].flatMap(({ help }) =>
    [...help.matchAll(/`rein ([a-z]+)(?: ([a-z]+))?/g)].map(([, name = '', sub]) => ({
      name,
      sub,
    })),
  );

  it.each(helps)('name a command that is there: rein $name $sub', async ({ name, sub }) => {
    const entry = COMMANDS.find((command) => command.name === name);
    const command = (await entry?.load())?.define(name);
    const subs = command?.commands.map((one) => one.name()) ?? [];
    expect(entry).toBeDefined();
    if (sub !== undefined && subs.length > 0) expect(subs).toContain(sub);
  });
});
