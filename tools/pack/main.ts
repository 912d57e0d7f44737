// `npm run pack [-- FOLDER]`: the package that users install, as a tarball in FOLDER or here.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stagePackage } from './stage.js';

const target = resolve(process.argv[2] ?? '.');
const folder = mkdtempSync(join(tmpdir(), 'rein-pack-'));
try {
  mkdirSync(target, { recursive: true });
  stagePackage(folder);
  const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', target], {
    cwd: folder,
    encoding: 'utf8',
  });
  process.stderr.write(packed.stderr);
  process.stdout.write(packed.stdout === '' ? '' : `${join(target, packed.stdout.trim())}\n`);
  process.exitCode = packed.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
