// The build step of this package: one file instead of some two hundred. Reading them is most of what
// `rein run -- true` would cost otherwise. Commands stay lazy inside it: a module that is imported
// with `import()` is run when it is asked for. One file was measured to start sooner than one per
// command with what they share beside them.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licencesOf } from '../tools/pack/licences.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

rmSync(here('dist/bundle'), { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [here('dist/main.js')],
  outfile: here('dist/bundle/main.cjs'),
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  // It is read as Latin-1, which takes half the time: what is more than ASCII is escaped, and tagged
  // templates can only be so once they are calls. A script out of V8's cache has no import() either.
  charset: 'ascii',
  supported: { 'template-literal': false, 'dynamic-import': false },
  minify: true,
  // Stack traces and error names should still mean something to whoever reports a bug.
  keepNames: true,
  legalComments: 'linked',
  logLevel: 'warning',
  metafile: true,
  banner: { js: "const __here = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': '__here' },
});

if (/[^\0-\x7f]/.test(readFileSync(here('dist/bundle/main.cjs'), 'latin1'))) {
  throw new Error('the bundle holds more than ASCII, and would be read wrong');
}
writeFileSync(here('dist/bundle/LICENCES.txt'), licencesOf(metafile));
