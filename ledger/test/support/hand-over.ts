// Writes a few entries to a ledger and hands it over; prints where it ends.
import { openLedger } from '../../src/index.js';

const [dir, run, count] = process.argv.slice(2);
if (dir === undefined || run === undefined) throw new Error('arguments');

const ledger = await openLedger({ dir, run });
for (let index = 0; index < Number(count); index++) await ledger.append('match', { index });
console.log(JSON.stringify(await ledger.close({ handOver: true })));
