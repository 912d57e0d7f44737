import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../setup/run.js';
import { bundleReind } from './bundle-reind.js';

/** What a user gets, by its place in the repository; the engine is static and needs nothing beside it. */
const parts = {
  'bin/rein.js': 'cli/bin/rein.js',
  'dist/bundle': 'cli/dist/bundle',
  'engine/rein-engine': 'kernel/build/rein-engine',
  LICENSE: 'LICENSE',
  'README.md': 'README.md',
};

/**
 * Lays out the package `rein` in an empty folder, from what was built. The bundle holds all that the
 * command imports, so the manifest names no dependency: nobody else's package of such a name is fetched.
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
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
