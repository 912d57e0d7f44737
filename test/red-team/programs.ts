/** Compiles the attackers' programs once per test run; a warning is an error. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('./programs/', import.meta.url));

/** Folder with one executable per source file. */
export function buildPrograms(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rein-red-team-'));
  for (const file of readdirSync(SOURCES)) {
    const out = join(folder, basename(file, '.c'));
    execFileSync('cc', [
      '-O1',
      '-Wall',
      '-Wextra',
      '-Werror',
      '-pthread',
      '-o',
      out,
      join(SOURCES, file),
    ]);
  }
  return folder;
}
