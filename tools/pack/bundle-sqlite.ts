import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { root } from '../setup/run.js';

const name = 'better-sqlite3';
const binary = 'better_sqlite3.node';
/** What a module compiled for Node 20 registers itself by: its ABI is 115. */
const forNode20 = 'node_register_module_v115';

/**
 * Lays out the SQLite of Node 20 as a package in `folder`: its code in one file and the module that
 * setup compiled, without the scripts that would compile it again where there is no compiler. A
 * later Node has its own SQLite and never looks here. Returns what the manifest has to say of it.
 */
export function bundleSqlite(folder: string) {
  const from = join(root, 'node_modules', name);
  const built = join(from, 'build', 'Release', binary);
  if (!existsSync(built) || !readFileSync(built).includes(forNode20)) {
    throw new Error(`${built} was not compiled for Node 20: run npm ci with Node 20`);
  }
  const to = join(folder, 'node_modules', name);
  mkdirSync(to, { recursive: true });
  buildSync({
    ...{ entryPoints: [join(from, 'lib', 'index.js')], outfile: join(to, 'index.cjs') },
    ...{ bundle: true, format: 'cjs', platform: 'node', target: 'node20.19' },
    // Instead of a search through the folders where a compiler may have put it.
    alias: { bindings: join(root, 'tools', 'pack', 'beside.cjs') },
    ...{ external: ['*.node'], logLevel: 'warning' },
  });
  for (const file of [built, join(from, 'LICENSE')]) {
    copyFileSync(file, join(to, file === built ? binary : 'LICENSE'));
  }
  const { version, license } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  const manifest = { name, version, license, main: 'index.cjs' };
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return { dependencies: { [name]: version }, bundleDependencies: [name] };
}
