/** Disagreements that were found once, in `fixtures/`: each stays a test. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunSpec } from './spec.js';

const FOLDER = fileURLToPath(new URL('fixtures', import.meta.url));

export function fixtureNames(): readonly string[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
}

export function readFixture(name: string): RunSpec {
  return asRun(JSON.parse(readFileSync(join(FOLDER, name), 'utf8')));
}

/** Keeps a minimised disagreement; the name of its file. */
export function saveFixture(run: RunSpec): string {
  const text = `${JSON.stringify(run, null, 2)}\n`;
  const name = `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, name), text);
  return name;
}

/** Fixtures are written by this file only; a broken one fails in the test that reads it. */
function asRun(value: unknown): RunSpec {
  // biome-ignore lint/plugin: JSON of our own making has no type
  return value as RunSpec;
}
