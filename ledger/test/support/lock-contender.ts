// Takes and leaves a lock many times; now and then it leaves it as a dead owner would. Fails when it
// is ever inside together with another process.
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerError } from '../../src/diagnostic.js';
import { acquireLock } from '../../src/files/lock.js';

const [dir, rounds] = process.argv.slice(2);
if (dir === undefined) throw new Error('arguments');
const path = join(dir, 'lock');
const inside = join(dir, 'inside');

let taken = 0;
while (taken < Number(rounds)) {
  let lock: ReturnType<typeof acquireLock>;
  try {
    lock = acquireLock(path);
  } catch (error) {
    // Held, or changing hands faster than it could be taken.
    if (error instanceof LedgerError) continue;
    throw error;
  }
  taken++;
  closeSync(openSync(inside, 'wx')); // fails if another process is inside
  rmSync(inside);
  if (taken % 2 === 0) lock.release();
  else dieHolding();
}

/** Makes the lock look as if its owner had died: the same lock, of a process that started earlier. */
function dieHolding(): void {
  const owner: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof owner !== 'object') throw new Error('no owner');
  const draft = `${path}.dead-${process.pid}`;
  writeFileSync(draft, JSON.stringify({ ...owner, start: '1' }));
  renameSync(draft, path);
}
