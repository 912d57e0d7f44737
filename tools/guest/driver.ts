import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../setup/run.js';
import type { CpioEntry } from './cpio.js';
import { hostFile } from './programs.js';

/** A front end of the engine that needs no Node, built now. */
export function driver(): CpioEntry {
  const made = spawnSync('make', ['-s', '-C', join(root, 'kernel'), '-f', 'bpf.mk', 'bench'], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`the driver does not build\n${made.stderr}`);
  return hostFile(join(root, 'kernel/build/bpf/rein-drive'), '/usr/local/bin/rein-drive');
}
