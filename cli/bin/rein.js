#!/usr/bin/env node
// The launcher is committed as plain JavaScript, so that `npx rein` in a fresh clone can say what is
// missing. It takes the bundle when there is one and nothing was compiled since. It is CommonJS: what
// Node needs to load a module of the other kind is a tenth of what a command costs to start.
const { existsSync, statSync } = require('node:fs');
const { join } = require('node:path');
const { compileBundle, runBundle } = require('./bundle.js');

const at = (path) => join(__dirname, path);
const changed = (path) => statSync(at(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const bundle = '../dist/bundle/main.cjs';
const packages = ['contract', 'language', 'ledger', 'enforce', 'govern', 'sdk', 'cli'];
const compiledMs = Math.max(...packages.map((name) => changed(`../../${name}/dist/.tsbuildinfo`)));

if (changed(bundle) > compiledMs) {
  runBundle(at(bundle), compileBundle(at(bundle)));
} else if (existsSync(at('../dist/main.js'))) {
  void import('../dist/main.js');
} else {
  process.stderr.write('rein: not built yet; run `npm run setup` in the repository first\n');
  process.exitCode = 1;
}
