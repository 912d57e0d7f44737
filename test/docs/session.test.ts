import { existsSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { createSession } from './session.js';

const session = createSession();
afterEach(() => session.close());

test('commands share a shell, have rein on PATH, and keep their own output', () => {
  const printed = session.run([
    'cd ..; false',
    'echo $?',
    'pwd >&2',
    'command -v rein',
    'printf x',
  ]);
  expect(printed.slice(0, 2)).toEqual(['', '1\n']);
  expect(printed[2]?.trim()).toBe(session.folder.replace(/\/project$/, ''));
  expect(printed[3]).toMatch(/\/rein\n$/);
  expect(printed[4]).toBe('x');

  session.close();
  expect(existsSync(session.folder)).toBe(false);
});
