import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reasonOf } from '@rein/enforce';
import { cliFault } from '../fault.js';

/** Where the examples lie, from the folder of this module or of the bundle: as `reindProgram` has it. */
const PLACES = ['../../examples', '../../../examples'];

/** The examples that came with this command, by their names. */
export function exampleNames(): string[] {
  const folder = examplesFolder();
  return folder === undefined
    ? []
    : readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
}

/**
 * Copies the files of an example into the current folder, all or none: one that is there already is
 * kept, unless `force`. Returns their names. Throws `unknown-template`, `file-exists`, `file-not-written`.
 */
export function copyExample(name: string, force: boolean): string[] {
  const known = exampleNames();
  const folder = examplesFolder();
  if (folder === undefined || !known.includes(name)) {
    throw cliFault('unknown-template', { name, known: known.join(', ') });
  }
  const files = readdirSync(join(folder, name)).sort();
  const there = files.find((file) => existsSync(file));
  if (there !== undefined && !force) throw cliFault('file-exists', { path: there });
  for (const file of files) {
    try {
      writeFileSync(file, readFileSync(join(folder, name, file)), { flag: force ? 'w' : 'wx' });
    } catch (error) {
      throw cliFault('file-not-written', { path: file, why: reasonOf(error) }, error);
    }
  }
  return files;
}

function examplesFolder(): string | undefined {
  const from = dirname(fileURLToPath(import.meta.url));
  return PLACES.map((place) => join(from, place)).find((path) => existsSync(path));
}
