#!/usr/bin/env node
// The launcher is committed as plain JavaScript, so that `npx rein` in a fresh clone can say what is
// missing. It takes the bundle when there is one and nothing was compiled since.
import { existsSync, statSync } from 'node:fs';

const at = (path) => new URL(path, import.meta.url);
const changed = (path) => statSync(at(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const bundle = '../dist/bundle/main.js';
const packages = ['contract', 'language', 'ledger', 'enforce', 'govern', 'sdk', 'cli'];
const compiledMs = Math.max(...packages.map((name) => changed(`../../${name}/dist/.tsbuildinfo`)));
const main = changed(bundle) > compiledMs ? bundle : '../dist/main.js';

if (existsSync(at(main))) {
  await import(at(main).href);
} else {
  process.stderr.write('rein: not built yet; run `npm run setup` in the repository first\n');
  process.exitCode = 1;
}
