import { basename } from 'node:path';
import type { Architecture } from '../repository/architecture.js';
import type { Rule, Source } from './source.js';

/** No file is longer than the limit, unless `architecture.json` says why it may be. */
export function createLengthRule({ linesMax, longFiles }: Architecture): Rule {
  return ({ path, lines }) =>
    lines.length > linesMax && !(path in longFiles)
      ? [`${path}:${linesMax + 1}: ${lines.length} lines, ${linesMax} are allowed`]
      : [];
}

/** Names of files say what is inside: kebab-case, and no drawer for everything. */
export const nameRule: Rule = ({ path }) => {
  const name = basename(path);
  const found: string[] = [];
  if (!/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name)) found.push(`${path}:1: not kebab-case`);
  if (/^(utils?|helpers?|misc|common)\.[a-z]+$/.test(name)) {
    found.push(`${path}:1: \`${name}\` names no idea; say what is inside`);
  }
  return found;
};

/** Exceptions that are no longer needed are removed, so that the list stays true. */
export function staleExceptions({ linesMax, longFiles }: Architecture, all: Source[]): string[] {
  return Object.keys(longFiles).flatMap((path) => {
    const source = all.find((candidate) => candidate.path === path);
    return source !== undefined && source.lines.length > linesMax
      ? []
      : [`architecture.json: longFiles names ${path}, which is not a long file`];
  });
}
