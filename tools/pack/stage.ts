import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../setup/run.js';
import { bundleReind } from './bundle-reind.js';
import { bundleSqlite } from './bundle-sqlite.js';

/** What a user gets, by its place in the repository; the engine is static and needs nothing beside it. */
const parts = {
  bin: 'cli/bin',
  'dist/bundle': 'cli/dist/bundle',
  'engine/rein-engine': 'kernel/build/rein-engine',
  examples: 'examples',
  'reind/reind.service': 'control/packaging/reind.service',
  'reind/reind.yaml': 'control/packaging/reind.yaml',
  LICENSE: 'LICENSE',
  'README.md': 'README.md',
};

/**
 * Lays out the package `rein` in an empty folder, from what was built. The bundles hold all that they
 * import, and the one dependency that the manifest names comes inside the package: nothing is fetched.
 */
export function stagePackage(folder: string): void {
  for (const [to, from] of Object.entries(parts)) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(join(root, from), join(folder, to), { recursive: true });
  }
  chmodSync(join(folder, 'engine', 'rein-engine'), 0o755);
  bundleReind(join(folder, 'reind'));
  const { name, version, description, license, type, engines, bin } = JSON.parse(
    readFileSync(join(root, 'cli', 'package.json'), 'utf8'),
  );
  const manifest = {
    ...{ name, version, description, license, type, engines, bin },
    os: ['linux'],
    cpu: [process.arch],
    ...bundleSqlite(folder),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
