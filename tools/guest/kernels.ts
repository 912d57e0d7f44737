import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/run.js';

/** Debian's cloud kernels: the meta-packages that name the newest build, by release. */
const metaPackages = {
  '6.1': ['linux-image-cloud-amd64'],
  '6.12': ['linux-image-6.12-cloud-amd64', 'linux-image-cloud-amd64'],
} as const;

export type KernelVersion = keyof typeof metaPackages;

/** Beside node_modules: an install must not throw away two kernels that did not change. */
const cacheFolder = join(root, '.cache', 'guest');

export function isKernelVersion(text: string): text is KernelVersion {
  return text in metaPackages;
}

export const kernelVersions: readonly KernelVersion[] = ['6.12', '6.1'];

function run(command: string, args: readonly string[], cwd: string): string {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (done.status !== 0) {
    throw new Error(
      `\`${command} ${args.join(' ')}\` failed: ${done.stderr ?? done.error?.message}`,
    );
  }
  return done.stdout;
}

/** The package that a meta-package depends on: `linux-image-6.1.0-56-cloud-amd64` and such. */
function packageOf(version: KernelVersion): string | undefined {
  return metaPackages[version]
    .map((meta) => spawnSync('apt-cache', ['show', meta], { encoding: 'utf8' }).stdout ?? '')
    .map((shown) => /^Depends:\s*(linux-image-\S+)/m.exec(shown)?.[1])
    .find((name) => name?.startsWith(`linux-image-${version}.`));
}

/** The same after apt was told to look again, which only root may tell it. */
function findPackage(version: KernelVersion): string {
  let name = packageOf(version);
  if (name === undefined && process.getuid?.() === 0) {
    run('apt-get', ['update', '-q'], root);
    name = packageOf(version);
  }
  if (name === undefined) throw new Error(`apt knows no Linux ${version}`);
  return name;
}

/** Downloads and unpacks one kernel into `folder`, whole or not at all. */
function fetchInto(version: KernelVersion, folder: string): void {
  const name = findPackage(version);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  run('apt-get', ['download', '-q', name], partial);
  const archive = readdirSync(partial).find((file) => file.endsWith('.deb'));
  if (archive === undefined) throw new Error(`apt-get download left no package of \`${name}\``);
  run('dpkg', ['-x', archive, '.'], partial);
  const image = readdirSync(join(partial, 'boot')).find((file) => file.startsWith('vmlinuz-'));
  if (image === undefined) throw new Error(`\`${name}\` holds no vmlinuz`);
  symlinkSync(join('boot', image), join(partial, 'vmlinuz'));
  rmSync(join(partial, archive));
  rmSync(join(partial, 'lib'), { recursive: true, force: true });
  renameSync(partial, folder);
}

/** Path of a bootable kernel; fetched by apt the first time and kept. */
export function kernelImage(version: KernelVersion): string {
  const folder = join(cacheFolder, `linux-${version}`);
  if (!existsSync(join(folder, 'vmlinuz'))) fetchInto(version, folder);
  return join(folder, 'vmlinuz');
}
