/** The record of the demo's run, read once it is sealed: a process that outlives the command writes to it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from './expectations.js';
import { type Context, rein } from './rein.js';

const LOOK_EVERY_MS = 200;
const LOOKS = 300;

/** The entries of the last run; throws when the record is not sealed within a minute. */
export async function sealedRecord(context: Context): Promise<Entry[]> {
  for (let look = 0; look < LOOKS; look++) {
    const entries = rein(['replay', 'last', '--json'], context)
      .stdout.trim()
      .split('\n')
      .map((line): Entry => JSON.parse(line));
    if (entries.at(-1)?.kind === 'ledger-seal') return entries;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error('the record of the run was not sealed: a process of it lives on');
}
