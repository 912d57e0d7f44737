import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempDir } from './temp.js';

/** Why this process cannot mount a file system; nothing if it can. */
export function whyNoTinyDisk(): string | undefined {
  if (process.geteuid?.() !== 0) return 'needs root';
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], {
      stdio: 'ignore',
    });
    return undefined;
  } catch {
    return 'mount is not allowed here';
  }
}

/** A file system of this many bytes, for the time of the test. */
export function tinyDisk(bytes: number): string {
  const dir = join(tempDir(), 'disk');
  mkdirSync(dir);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'rein-test', dir]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', dir]);
  });
  return dir;
}
