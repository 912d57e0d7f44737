// The last build step, after the engine: runs `rein run -- true` out of the bundle, and keeps what V8
// compiled for it. Where nothing can be governed it keeps what it came to; a command does without, too.
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachePath, compileBundle, runBundle } from './bin/bundle.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundle = here('dist/bundle/main.cjs');
const cache = cachePath(bundle);

if (!existsSync(cache)) {
  const state = mkdtempSync(join(tmpdir(), 'rein-warm-'));
  process.env.XDG_STATE_HOME = state;
  process.argv = [process.execPath, here('bin/rein.js')];
  process.argv.push('run', '--rule', 'rule warm: notify exec "true" because "warm"', '--', 'true');
  // What the command says is of no interest here: descriptor 2 is the lowest free one now.
  closeSync(2);
  openSync('/dev/null', 'w');
  const script = compileBundle(bundle);
  process.on('exit', () => {
    rmSync(state, { recursive: true, force: true });
    // V8 looks at the head of the file only: one that a power cut left with holes would end every command.
    writeFileSync(`${cache}.new`, script.createCachedData(), { flush: true });
    renameSync(`${cache}.new`, cache);
    process.exitCode = 0;
  });
  runBundle(bundle, script);
}
