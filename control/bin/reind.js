#!/usr/bin/env node
// The launcher is committed as plain JavaScript, so that `npx reind` in a fresh clone can say what is missing.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('reind: not built yet; run `npm run setup` in the repository first\n');
  process.exitCode = 1;
}
