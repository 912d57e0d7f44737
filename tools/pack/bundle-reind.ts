import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { root } from '../setup/run.js';
import { licencesOf } from './licences.js';

/**
 * Bundles the daemon and the runner of its runs into a folder. The native SQLite stays out: it
 * lies beside them, for a Node that has none of its own.
 */
export function bundleReind(folder: string): void {
  const dist = join(root, 'control', 'dist');
  const { metafile } = buildSync({
    // The runner is looked for at `../runner/main.js` from wherever the daemon's code lies.
    entryPoints: {
      'daemon/main': join(dist, 'main.js'),
      'runner/main': join(dist, 'runner', 'main.js'),
    },
    outdir: folder,
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20.19' },
    ...{ minify: true, keepNames: true, legalComments: 'linked', logLevel: 'warning' },
    ...{ metafile: true, external: ['better-sqlite3'], absWorkingDir: root },
    // Packages that are still CommonJS ask for Node's own modules with `require`.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  writeFileSync(join(folder, 'LICENCES.txt'), licencesOf(metafile));
}
