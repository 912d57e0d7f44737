import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { readArchitecture, root } from '../../tools/repository/architecture.js';

const { packages } = readArchitecture();

const projectSchema = z.object({ references: z.array(z.object({ path: z.string() })).default([]) });
const manifestSchema = z.object({
  workspaces: z.array(z.string()).default([]),
  dependencies: z.record(z.string(), z.string()).default({}),
});

function read<T>(path: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(`${root}${path}`, 'utf8')));
}

// The layers are stated once, in architecture.json. The compiler and npm need them too, in their own
// files; these tests keep the three from drifting apart.
describe.each(Object.entries(packages))('%s', (name, { imports }) => {
  test('references the projects it may import', () => {
    const { references } = read(`${name}/tsconfig.json`, projectSchema);
    expect(references.map(({ path }) => path).sort()).toEqual(
      imports.map((to) => `../${to}`).sort(),
    );
  });

  test('depends on the packages it may import', () => {
    const { dependencies } = read(`${name}/package.json`, manifestSchema);
    const ours = Object.keys(dependencies).filter((dependency) => dependency.startsWith('@rein/'));
    expect(ours.sort()).toEqual(imports.map((to) => `@rein/${to}`).sort());
  });
});

test('the workspaces and the root project are the packages', () => {
  const names = Object.keys(packages).sort();
  expect(read('package.json', manifestSchema).workspaces.sort()).toEqual(names);
  const { references } = read('tsconfig.json', projectSchema);
  expect(references.map(({ path }) => path).sort()).toEqual(names);
});

test('packages are listed bottom up', () => {
  const names = Object.keys(packages);
  for (const [index, name] of names.entries()) {
    const above = packages[name]?.imports.filter((to) => !names.slice(0, index).includes(to));
    expect(above, name).toEqual([]);
  }
});
