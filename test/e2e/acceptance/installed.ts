import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../rein.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');

/** Packs the command, installs the tarball into a clean prefix, and says where its program is. */
export async function installRein(): Promise<{ readonly folder: string; readonly rein: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'rein-prefix-'));
  const prefix = join(folder, 'prefix');
  mkdirSync(prefix);
  const packed = await run(process.execPath, [tsx, join(root, 'tools/pack/main.ts'), folder]);
  if (packed.code !== 0) throw new Error(packed.stderr);
  // Beside a Node that npm itself brought there is none.
  const own = join(dirname(process.execPath), 'npm');
  const npm = existsSync(own) ? own : 'npm';
  const args = ['install', '--offline', '--global', '--prefix', prefix, packed.stdout.trim()];
  const installed = await run(npm, args, { cwd: folder });
  if (installed.code !== 0) throw new Error(installed.stderr);
  return { folder, rein: join(prefix, 'lib', 'node_modules', 'rein', 'bin', 'rein.js') };
}
