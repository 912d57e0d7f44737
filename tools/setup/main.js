// `npm run setup`: brings a fresh clone to a built tree, and a built tree to an up-to-date one.
// Plain JavaScript without dependencies, because it runs before there are any.
import { build } from './build.js';
import { ensureNodePackages } from './node-packages.js';
import { SetupFailure } from './run.js';
import { ensureSystemPackages } from './system.js';

try {
  ensureSystemPackages();
  ensureNodePackages();
  build();
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error;
  process.stderr.write(`setup: ${error.message}\n`);
  process.exitCode = error.code;
}
