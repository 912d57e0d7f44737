import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import type { CpioEntry } from './cpio.js';

/** A file of this machine as an initramfs entry, at the same path unless `as` says another. */
export function hostFile(path: string, as: string = path): CpioEntry {
  const file = realpathSync(path);
  return { path: as, mode: statSync(file).mode & 0o777, content: readFileSync(file) };
}

/** Absolute paths of the shared libraries a program loads; none for a static one. */
function librariesOf(path: string): string[] {
  const shown = spawnSync('ldd', [path], { encoding: 'utf8' });
  if (shown.status !== 0) return [];
  return shown.stdout
    .split('\n')
    .flatMap((line) => /(?:=>\s*)?(\/\S+)\s+\(0x/.exec(line)?.[1] ?? []);
}

/** Programs of this machine with every library they need, each entry once. */
export function hostPrograms(paths: readonly string[]): CpioEntry[] {
  const entries = new Map<string, CpioEntry>();
  for (const path of paths) {
    entries.set(path, hostFile(path));
    for (const library of librariesOf(path)) entries.set(library, hostFile(library));
  }
  return [...entries.values()];
}
