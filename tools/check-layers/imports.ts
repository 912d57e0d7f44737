import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';

/** One import, re-export or `import()` of a file, type-only ones included. */
export interface Import {
  /** As written: `./x.js`, `@rein/contract`, `node:fs`. */
  readonly specifier: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The imports of a TypeScript file. Throws when the file does not parse. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const { module, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);

  const found: Import[] = [];
  const add = (specifier: string, start: number): void => {
    found.push({ specifier, line: text.slice(0, start).split('\n').length });
  };
  for (const { moduleRequest } of module.staticImports) {
    add(moduleRequest.value, moduleRequest.start);
  }
  for (const { entries } of module.staticExports) {
    // The entries of one `export … from` all point at the same words.
    const from = entries[0]?.moduleRequest;
    if (from) add(from.value, from.start);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const written = text.slice(moduleRequest.start, moduleRequest.end);
    // A computed `import(x)` reaches nobody knows what; it is kept as written and matches no layer.
    add(written.replace(/^['"`]|['"`]$/g, ''), moduleRequest.start);
  }
  return found;
}
