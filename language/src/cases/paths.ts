/** The files of a case: which object a path names, whatever was renamed before. */
import type { HostFacts } from '../program.js';

export interface Files {
  /** Absolute, without `.` and `..`. */
  absolute(path: string): string;
  /** The object that the path names; one that is not there yet is made. */
  objectAt(path: string): string;
  rename(from: string, to: string): void;
  /** Gives an object a second name. */
  link(from: string, to: string): void;
  unlink(path: string): void;
}

export function createFiles({ root, home }: HostFacts): Files {
  const objects = new Map<string, string>();
  let made = 0;
  const objectAt = (path: string): string => {
    const known = objects.get(path);
    if (known !== undefined) return known;
    made += 1;
    const object = `file ${made}`;
    objects.set(path, object);
    return object;
  };
  return {
    absolute: (path) => normalize(path.replace(/^~(?=\/|$)/, home), root),
    objectAt,
    rename(from, to) {
      const object = objectAt(from);
      objects.delete(from);
      objects.set(to, object);
      // What is below a directory moves along.
      for (const [path, below] of [...objects]) {
        if (!path.startsWith(`${from}/`)) continue;
        objects.delete(path);
        objects.set(to + path.slice(from.length), below);
      }
    },
    link: (from, to) => void objects.set(to, objectAt(from)),
    unlink: (path) => void objects.delete(path),
  };
}

function normalize(path: string, root: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${root}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
