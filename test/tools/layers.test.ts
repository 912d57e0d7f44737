import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { layerViolations } from '../../tools/check-layers/violations.js';

const architecture = {
  packages: {
    low: { imports: [], node: false },
    side: { imports: ['low'], node: true },
    high: { imports: ['low'], node: true },
  },
  apart: [{ from: 'high/src/verify', to: 'high/src/store', because: 'of independence' }],
  linesMax: 500,
  longFiles: {},
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rein-layers-'));
  for (const name of Object.keys(architecture.packages)) {
    write(`${name}/package.json`, '{ "dependencies": { "@rein/low": "1", "yaml": "2" } }');
  }
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function violationsOf(path: string, text: string): string[] {
  write(path, text);
  return layerViolations(root, architecture);
}

test.each([
  ['low/src/a.ts', `import { b } from './b.js';`],
  ['high/src/a.ts', `import { low } from '@rein/low';`],
  ['high/src/a.ts', `import { parse } from 'yaml';`],
  ['high/src/a.ts', `import { readFile } from 'node:fs/promises';`],
  ['high/src/store/a.ts', `export { b } from '../verify/b.js';`],
  ['high/src/verify-cli.ts', `import { a } from './store/a.js';`],
])('%s: %s is allowed', (path, text) => {
  expect(violationsOf(path, text)).toEqual([]);
});

test.each([
  ['low/src/a.ts', `import { readFile } from 'node:fs';`, `low may not use Node's`],
  ['low/src/a.ts', `import { Buffer } from 'buffer';`, `low may not use Node's`],
  ['high/src/a.ts', `import { x } from '@rein/side';`, 'high may not import side'],
  ['high/src/a.ts', `import type { X } from '@rein/side';`, 'high may not import side'],
  ['high/src/a.ts', `export type { X } from '@rein/side';`, 'high may not import side'],
  ['high/src/a.ts', `export * from '@rein/side';`, 'high may not import side'],
  ['high/src/a.ts', `const x = await import('@rein/side/deep.js');`, 'high may not import side'],
  ['high/src/a.ts', `import { x } from '../../side/src/x.js';`, 'leaves high/src'],
  ['high/src/a.ts', `import { x } from 'left-pad';`, 'is not a dependency'],
  ['high/src/verify/a.ts', `import { x } from '../store/x.js';`, 'of independence'],
  ['high/src/verify.ts', `import { x } from './store/x.js';`, 'of independence'],
])('%s: %s is a violation', (path, text, reason) => {
  expect(violationsOf(path, `\n${text}`)).toEqual([expect.stringContaining(`${path}:2: `)]);
  expect(violationsOf(path, text)[0]).toContain(reason);
});
