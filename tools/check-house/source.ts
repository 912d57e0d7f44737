import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { filesBelow } from '../repository/files.js';

/** One source file as the rules of the house see it. */
export interface Source {
  /** Relative to the repository. */
  readonly path: string;
  readonly lines: readonly string[];
}

/** A rule looks at one file and says what is wrong with it, each as `path:line: …`. */
export type Rule = (source: Source) => string[];

const endings = ['.ts', '.js', '.mjs', '.c', '.h'];
// Inputs that tests feed to a program keep their own shape.
const notOurs = /(^|\/)(fixtures|golden)\//;

/** Every source file of the repository. */
export function readSources(root: string): Source[] {
  return filesBelow(root, endings)
    .map((file) => ({ file, path: relative(root, file) }))
    .filter(({ path }) => !notOurs.test(path))
    .map(({ file, path }) => {
      const text = readFileSync(file, 'utf8');
      return { path, lines: text.replace(/\n$/, '').split('\n') };
    });
}
