import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Compares a generated file with the committed one; with REIN_UPDATE set it is written anew. */
export function golden(path: string, text: string): void {
  const file = `${root}${path}`;
  if (process.env.REIN_UPDATE !== undefined) writeFileSync(file, text);
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  expect(committed, `${path}: generate it with REIN_UPDATE=1`).toBe(text);
}
