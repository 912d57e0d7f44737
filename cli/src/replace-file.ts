import {
  chmodSync,
  chownSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { reasonOf } from '@rein/enforce';
import { cliFault } from './fault.js';

/**
 * Writes a file that people have too, so that a full disk leaves what was there. Its mode and owner
 * stay, and so does a link to it. Throws `file-not-written`.
 */
export function replaceFile(path: string, text: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  const target = found === undefined ? path : realpathSync(path);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    if (found !== undefined) {
      chmodSync(draft, found.mode);
      if (process.geteuid?.() === 0) chownSync(draft, found.uid, found.gid);
    }
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw cliFault('file-not-written', { path, why: reasonOf(error) }, error);
  }
}
