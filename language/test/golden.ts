/** Folders of inputs with the output that is expected of each. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

export const fixtures = new URL('./fixtures/', import.meta.url).pathname;

/** Set by `npm run fixtures:update -w language`: expectations are written, not compared. */
const isUpdate = process.env.REIN_UPDATE_FIXTURES === '1';

/** Names of the cases of a folder, in order. */
export function casesOf(folder: string): string[] {
  return readdirSync(join(fixtures, folder)).toSorted();
}

export function bytesOf(folder: string, name: string, file: string): Uint8Array {
  return readFileSync(join(fixtures, folder, name, file));
}

/** What is expected of a case; empty when nothing is yet. */
export function expectedOf(folder: string, name: string): string {
  const path = join(fixtures, folder, name, 'expected.txt');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Compares with `expected.txt`, or writes it. */
export function matchGolden(folder: string, name: string, actual: string): void {
  if (isUpdate) {
    mkdirSync(join(fixtures, folder, name), { recursive: true });
    writeFileSync(join(fixtures, folder, name, 'expected.txt'), actual);
  }
  expect(actual).toBe(expectedOf(folder, name));
}
