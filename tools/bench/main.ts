/**
 * `npm run bench [-- --json FILE] [--page] [--only PART]`: what rein costs here, as ratios taken side by
 * side in one run. Results that were kept: docs/benchmarks.md.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { actions } from './actions.js';
import { createPlace } from './bench.js';
import { execs, opens } from './calls.js';
import { decisions } from './decisions.js';
import { ledger } from './ledger.js';
import { observe } from './observe.js';
import { writePage } from './page.js';
import { record } from './record.js';
import { type Row, table } from './row.js';
import { store } from './store.js';
import { starts, work } from './work.js';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    page: { type: 'boolean', default: false },
  },
});

const place = createPlace();
const parts = { opens, execs, observe, starts, work, record, ledger, decisions, actions, store };
const rows: Row[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (values.only !== undefined && values.only !== name) continue;
  console.error(`bench: ${name} …`);
  rows.push(...(await part(place)));
}
rmSync(place.folder, { recursive: true, force: true });
console.log(table(rows));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 1)}\n`);
if (values.page) writePage(rows);
