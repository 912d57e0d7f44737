import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '@rein/enforce';
import type { Export } from '@rein/ledger';
import { cliFault } from '../fault.js';
import { writeWhole } from './files.js';

/**
 * Puts a bundle into a folder of objects, as object stores are laid out: the object under the SHA-256
 * of its bytes, which never changes, and for each run a file that names its newest object. Returns the
 * object's path. The folder can be synchronised by whatever copies files.
 */
export async function mirror(folder: string, run: string, made: Export): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of made.chunks()) hash.update(chunk);
  const digest = hash.digest('hex');
  const objects = join(folder, 'objects', digest.slice(0, 2));
  const runs = join(folder, 'runs');
  try {
    for (const path of [objects, runs]) mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw cliFault('file-not-written', { path: folder, why: reasonOf(error) }, error);
  }
  const object = join(objects, digest);
  // What is there under its hash is the same already.
  if (!existsSync(object)) await writeWhole({ path: object, force: false }, made.chunks());
  await writeWhole({ path: join(runs, run), force: true }, [Buffer.from(`${digest}\n`)]);
  return object;
}
