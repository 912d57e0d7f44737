/** Gives all tests one temporary folder, and removes it with whatever they left there. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder = '';

export function setup(): void {
  // Short: paths of sockets are in it, and 107 bytes is all those may have.
  folder = mkdtempSync(join(tmpdir(), 'rein-'));
  // Some tests become another user.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
