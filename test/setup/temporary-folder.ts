/** Gives all tests one temporary folder, and removes it with whatever they left there. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder = '';

export function setup(): void {
  // Each project calls it; a folder in a folder would be long.
  if (process.env.REIN_TEST_FOLDER !== undefined) return;
  // Short: paths of sockets are in it, and 107 bytes is all those may have.
  folder = mkdtempSync(join(tmpdir(), 'rein-'));
  // Some tests become another user.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  process.env.REIN_TEST_FOLDER = folder;
}

export function teardown(): void {
  if (folder !== '') rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
