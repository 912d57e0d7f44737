/**
 * Fills the state directory of a daemon that does not run: `tsx control/bench/fill.ts STATE RUNS EVENTS`.
 * Every run has a record of real entries; it is one file with many names, because what is measured is
 * how entries are found, not how much the disk holds.
 */
import { linkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LEDGER_FILES, openLedger } from '@rein/ledger';
import { readTail } from '../src/runs/log-tail.js';
import { openStore } from '../src/store/store.js';

const [, , state = '', runs = '', events = ''] = process.argv;
const each = Math.floor(Number(events) / Number(runs));
const idOf = (number: number): string => `01${String(number).padStart(24, '0')}`;

const template = join(state, 'runs', 'template');
const ledger = await openLedger({ dir: template, run: 'template', fsync: 'never' });
for (let seq = 0; seq < each; seq += 1) {
  await ledger.append(seq % 100 === 0 ? 'guard' : 'match', {
    ...{ rule: 'confine', effect: 'block', op: 'write', outcome: 'blocked', pid: 1000 + seq },
    ...{ exe: '/usr/bin/python3.11', cwd: '/home/someone/project' },
    target: `/home/someone/project/src/module-${seq}/file.ts`,
    feedback: '[rein] blocked: write of a file outside the workspace\n  rule: confine\n',
  });
}
await ledger.close({ handOver: true });

const store = await openStore(join(state, 'reind', 'store.db'));
const { driver } = store;
driver.exec('create temp table entry (seq integer, kind text, at integer, bytes integer)');
for (let offset = 0, more = true; more; ) {
  const tail = readTail(template, offset);
  const rows = tail.entries.map(({ seq, kind, at, bytes }) => `(${seq},'${kind}',${at},${bytes})`);
  if (rows.length > 0) driver.exec(`insert into entry values ${rows.join(',')}`);
  offset = tail.next;
  more = tail.more;
}
// Indexes that are made at the end take a fraction of the time of those that grow.
const indexes = ['event_time', 'event_kind', 'event_status'];
const made = indexes.map((name) =>
  String(driver.value(`select sql from sqlite_master where name = '${name}'`)),
);
driver.exec(`
  pragma synchronous = off;
  pragma cache_size = -262144;
  begin;
  ${indexes.map((name) => `drop index ${name};`).join('\n  ')}
  with recursive n(i) as (select 1 union all select i + 1 from n where i < ${runs})
  insert into run (no, id, agent_uid, agent_id, status, submitted_by, cwd, budgets, provenance,
    policy_digest, created_at, ended_at, log_offset, events, version)
  select i, printf('01%024d', i), 'u', 'agent-' || (i % 50),
    case i % 100 when 0 then 'FAILED' else 'SUCCEEDED' end,
    'user-' || (i % 20), '/', '{}', '{}', '${'0'.repeat(64)}', i, i, 0, ${each}, 1 from n;
  insert into event (run_no, seq, time, kind, capability, status, at, bytes)
  select run.no, entry.seq, 1700000000000 + run.no * 1000 + entry.seq, entry.kind, 'write',
    case when run.no % 1000 = 0 and entry.seq = 7 then 'killed' else 'blocked' end,
    entry.at, entry.bytes
  from run, entry;
  ${made.map((statement) => `${statement};`).join('\n  ')}
  commit;
`);
await store.close();

for (let number = 1; number <= Number(runs); number += 1) {
  const folder = join(state, 'runs', idOf(number));
  mkdirSync(folder, { mode: 0o700 });
  linkSync(join(template, LEDGER_FILES.log), join(folder, LEDGER_FILES.log));
}
