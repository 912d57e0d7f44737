import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../../src', import.meta.url));

/** The modules a file imports or re-exports, types too. */
function importsOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  return [
    ...module.staticImports.map((statement) => statement.moduleRequest.value),
    ...module.staticExports.flatMap((statement) =>
      statement.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map(() => 'a dynamic import'),
  ];
}

/** Every module that can be reached from a file of the package. */
function reachableFrom(entry: string): { files: string[]; builtins: string[] } {
  const files = new Set<string>();
  const builtins = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const name of importsOf(file)) {
      if (!name.startsWith('.')) builtins.add(name);
      else visit(resolve(file, '..', name.replace(/\.js$/, '.ts')));
    }
  };
  visit(resolve(src, entry));
  return { files: [...files].map((file) => relative(src, file)), builtins: [...builtins].sort() };
}

describe('verify', () => {
  it('shares nothing with the store, and cannot reach a disk', () => {
    const { files, builtins } = reachableFrom('verify/verify.ts');
    const folders = new Set(files.map((file) => file.split('/')[0]));
    expect(folders).toContain('verify');
    for (const folder of ['store', 'files', 'keys', 'read', 'fsck']) {
      expect(folders).not.toContain(folder);
    }
    expect(builtins).toEqual(['node:buffer', 'node:crypto']);
  });

  it.each(['verify/verify-bundle.ts', 'verify/verify-proof.ts', 'note/public-keys.ts'])(
    'of bundles and proofs does neither: %s',
    (entry) => {
      const { files, builtins } = reachableFrom(entry);
      const folders = new Set(files.map((file) => file.split('/')[0]));
      for (const folder of ['store', 'files', 'keys', 'read', 'fsck']) {
        expect(folders).not.toContain(folder);
      }
      expect(['node:buffer', 'node:crypto']).toEqual(expect.arrayContaining(builtins));
    },
  );

  it('is told from the store by this test', () => {
    const { files, builtins } = reachableFrom('store/open-ledger.ts');
    expect(files).toContain('store/writer.ts');
    expect(builtins).toContain('node:fs');
  });
});

describe('fsck', () => {
  it('shares no scanning with the verifier, and nothing with the store', () => {
    const { files } = reachableFrom('fsck/fsck.ts');
    expect(files).not.toContain('entry/scan.ts');
    expect(files).not.toContain('verify/entry-check.ts');
    expect(files.filter((file) => file.startsWith('store/'))).toEqual([]);
  });
});
