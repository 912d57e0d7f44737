// Writes to a ledger in bursts until it is killed. Each acknowledged entry's number and hash go to
// the file ACKS in one write, so that what stands there was acknowledged.
import { openSync, writeSync } from 'node:fs';
import { openLedger, openUserKey } from '../../src/index.js';

const [dir, stateDir, acks, run, fsync] = process.argv.slice(2);
if (dir === undefined || stateDir === undefined || acks === undefined || run === undefined) {
  throw new Error('arguments');
}

const out = openSync(acks, 'a');
const ledger = await openLedger({
  dir,
  run,
  signer: await openUserKey(stateDir),
  fsync: fsync === 'never' ? 'never' : 'batch',
});
console.log('open');
for (let index = 0; ; index++) {
  const burst = Array.from({ length: 1 + (index % 50) }, (_, offset) =>
    ledger.append('match', { index, offset, padding: 'x'.repeat((index * 97) % 4000) }),
  );
  for (const promise of burst) {
    void promise.then(({ seq, hash }) => writeSync(out, `${seq} ${hash}\n`));
  }
  await Promise.all(burst);
}
