#!/usr/bin/env node
// The launcher is committed as plain JavaScript, so that `npx rein` in a fresh clone can say what is
// missing. It takes the bundle when there is one and nothing was compiled since.
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileBundle, runBundle } from './bundle.js';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const changed = (path) => statSync(at(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const bundle = '../dist/bundle/main.cjs';
const packages = ['contract', 'language', 'ledger', 'enforce', 'govern', 'sdk', 'cli'];
const compiledMs = Math.max(...packages.map((name) => changed(`../../${name}/dist/.tsbuildinfo`)));

if (changed(bundle) > compiledMs) {
  runBundle(at(bundle), compileBundle(at(bundle)));
} else if (existsSync(at('../dist/main.js'))) {
  await import('../dist/main.js');
} else {
  process.stderr.write('rein: not built yet; run `npm run setup` in the repository first\n');
  process.exitCode = 1;
}
