import { existsSync, readFileSync } from 'node:fs';

/**
 * Why a reference of the manifest leads nowhere, or undefined if it leads to a test.
 *
 * @param root the repository
 * @param reference `path/of/file`, `path/of/file.test.ts#title`, `path/of/table.ts#id of a case` or
 *   `path/of/file.c#function`
 */
export function brokenReference(root: string, reference: string): string | undefined {
  const [path = '', ...rest] = reference.split('#');
  const file = `${root}/${path}`;
  if (!existsSync(file)) return `${path} does not exist`;
  const title = rest.join('#');
  if (title === '') return undefined;

  const source = readFileSync(file, 'utf8');
  return holds(path, source, title) ? undefined : `${path} has no running test '${title}'`;
}

function holds(path: string, source: string, title: string): boolean {
  // Tests in C are functions; a table of cases, which a test runs through, names them by id.
  if (path.endsWith('.c')) return source.includes(title);
  if (!path.endsWith('.test.ts')) return source.includes(`'${title}'`);
  return hasTest(source, title);
}

/** Whether the source calls `test` or `it` with that title, and neither skips it nor leaves it todo. */
function hasTest(source: string, title: string): boolean {
  const literals = [`'`, `"`, '`'].map((quote) => quote + escapeFor(title, quote) + quote);
  return literals.some((literal) => {
    const at = source.indexOf(literal);
    if (at === -1) return false;
    const call = source.slice(0, at).trimEnd();
    return /\b(test|it)\b[^;]*\($/s.test(lastCall(call)) && !/\.(skip|todo)\b/.test(lastCall(call));
  });
}

/** From the last `test` or `it` at the start of a line: `test.each([...])(`. */
function lastCall(before: string): string {
  const starts = [...before.matchAll(/^[ \t]*(?:test|it)\b/gm)];
  return before.slice(starts.at(-1)?.index ?? before.length);
}

function escapeFor(title: string, quote: string): string {
  return title.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
}
