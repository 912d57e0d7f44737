import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = ['contract', 'language', 'ledger', 'enforce', 'govern'];
/** Within the repository, where node finds the packages that are not bundled. */
const CACHE = join(root, 'node_modules/.cache/rein-test');
const KEPT_MS = 86_400_000;

/**
 * Makes one file of a program in `control` and all it uses, from the sources: it starts fast and is
 * what the test runs against, whatever was built when. The file is named by its content.
 */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    write: false,
    logLevel: 'silent',
    entryPoints: [join(root, 'control', entry)],
    external: ['better-sqlite3'],
    alias: {
      '@rein/contract/api': join(root, 'contract/src/api/index.ts'),
      ...Object.fromEntries(
        PACKAGES.map((name) => [`@rein/${name}`, join(root, name, 'src/index.ts')]),
      ),
    },
    banner: {
      js: `import { createRequire as makeRequire } from 'node:module';
const require = makeRequire(${JSON.stringify(join(root, 'control/package.json'))});`,
    },
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  const path = join(CACHE, `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.mjs`);
  mkdirSync(CACHE, { recursive: true });
  for (const name of readdirSync(CACHE)) {
    const old = statSync(join(CACHE, name), { throwIfNoEntry: false });
    if (old && Date.now() - old.mtimeMs > KEPT_MS) rmSync(join(CACHE, name), { force: true });
  }
  writeFileSync(`${path}.${process.pid}`, bytes);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}
