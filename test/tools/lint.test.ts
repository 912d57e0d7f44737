import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../tools/repository/architecture.js';

// A small repository of its own, with our settings and plugins and one planted file.
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rein-lint-'));
  for (const part of ['biome.json', '.gitignore', 'tools/lint']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  mkdirSync(join(folder, 'src'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What `npm run lint` says about a source file: the rules it breaks. */
function lint(text: string): string[] {
  writeFileSync(join(folder, 'src', 'planted.ts'), `${text}\n`);
  const done = spawnSync(
    join(root, 'node_modules', '.bin', 'biome'),
    ['lint', '--error-on-warnings', 'src'],
    { cwd: folder, encoding: 'utf8' },
  );
  if (done.status === 0) return [];
  const broken = [...done.stderr.matchAll(/^src\/planted\.ts:\S+ (?:lint\/)?([\w/]+)/gm)];
  return broken.map((found) => found[1] ?? '');
}

test.each([
  ['export const a = JSON.parse("1") as number;', 'plugin'],
  ['export const a = <number>JSON.parse("1");', 'plugin'],
  ['export function a(x: unknown): string { return x as string; }', 'plugin'],
  ['export const a: any = 1;', 'suspicious/noExplicitAny'],
  ['export default 1;', 'style/noDefaultExport'],
  ['export const a = [1][0]!;', 'style/noNonNullAssertion'],
  ['import { join } from "path"; export const a = join;', 'style/useNodejsImportProtocol'],
  ['const f = async () => 1; export function g() { f(); }', 'nursery/noFloatingPromises'],
])('%s is refused', (text, rule) => {
  expect(lint(text)).toContain(rule);
});

test.each([
  'export const a = ["x"] as const;',
  'import { a as b } from "./b.js"; export { b as c };',
  'export const a = { x: 1 } satisfies object;',
  `export function trusted(x: unknown): string {
    // biome-ignore lint/plugin/no-bare-as: the caller has checked it
    return x as string;
  }`,
])('%s is fine', (text) => {
  expect(lint(text)).toEqual([]);
});
