/**
 * What the store answers when it is full: `npx tsx control/bench/main.ts [RUNS] [EVENTS]`, after a
 * build. Milliseconds, p50 and p95 of 200 requests each, without HTTP.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '@rein/ledger';
import { createApprovals } from '../src/approvals/approvals.js';
import { createBus } from '../src/bus/bus.js';
import { createClock } from '../src/clock.js';
import { createEventIndex } from '../src/events/event-index.js';
import { note } from '../src/record/outbox.js';
import { openStore } from '../src/store/store.js';

const RUNS = Number(process.argv[2] ?? 10_000);
const EVENTS = Number(process.argv[3] ?? 5_000_000);
const REQUESTS = 200;
const ALL = { kind: 'all' } as const;

const directory = mkdtempSync(join(tmpdir(), 'rein-bench-'));
const store = await openStore(join(directory, 'store.db'));
const { db, driver } = store;
const ledger = await openLedger({ dir: directory, run: 'control', fsync: 'never' });
await ledger.append('match', {
  rule: 'r',
  outcome: 'blocked',
  target: '/home/someone/project/file.ts',
});
const { next: bytes } = await import('../src/runs/log-tail.js').then((m) =>
  m.readTail(directory, 0),
);

const startedMs = performance.now();
driver.exec(`
  with recursive n(i) as (select 1 union all select i + 1 from n where i < ${RUNS})
  insert into run (id, agent_uid, agent_id, status, submitted_by, cwd, budgets, provenance,
    policy_digest, created_at, log_offset, events, version)
  select printf('01%024d', i), 'u', 'agent-' || (i % 50), case i % 10 when 0 then 'FAILED' else 'SUCCEEDED' end,
    'user-' || (i % 20), '/', '{}', '{}', '${'0'.repeat(64)}', i, 0, ${EVENTS / RUNS}, 1 from n;
  with recursive n(i) as (select 0 union all select i + 1 from n where i < ${EVENTS - 1})
  insert into event (run_no, seq, time, kind, capability, status, at, bytes)
  select 1 + i % ${RUNS}, i / ${RUNS}, 1700000000000 + i, case when i % 1000 = 0 then 'guard' else 'match' end,
    'exec', case when i % 5000 = 0 then 'killed' else 'blocked' end, 0, ${bytes - 1} from n;
`);
say('filled', [(performance.now() - startedMs) / 1000], 's');

const events = createEventIndex(db, () => directory);
const id = `01${String(RUNS / 2).padStart(24, '0')}`;
await measure('list runs of an agent', () =>
  db
    .selectFrom('run')
    .selectAll()
    .where('agent_id', '=', 'agent-7')
    .orderBy('id', 'desc')
    .limit(50)
    .execute(),
);
await measure('list events', () => events.list(ALL, { limit: 50 }));
await measure('events of a rare kind', () => events.list(ALL, { limit: 50, event_type: 'guard' }));
await measure('events of a rare outcome', () => events.list(ALL, { limit: 50, status: 'killed' }));
await measure('events of one run', () => events.list(ALL, { limit: 50, run_id: id }));
await measure('events of a submitter', () =>
  events.list({ kind: 'own', subject: 'user-3' }, { limit: 50 }),
);
await measure('events of an agent', () => events.list(ALL, { limit: 50, agent_id: 'agent-7' }));
await measure('open a run', async () => {
  const row = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return events.ofRun(row, 100, 100);
});

const approvals = createApprovals({ db, clock: createClock(), bus: createBus() });
let number = 0;
await measure('put a request in the queue', () => {
  number += 1;
  return approvals.request({
    ...{ runId: `run-${number % 10}`, agentId: 'a', requestedBy: 's', source: 'action' },
    ...{ reference: String(number), digest: '0'.repeat(64), expiresAt: Date.now() + 60_000 },
    asked: { op: 'fs.write', target: 'out.txt' },
  });
});
await measure('a change with its note', () =>
  db.transaction().execute((tx) => note(tx, 'noted', { number })),
);
say('memory', [process.memoryUsage().rss / 1024 / 1024], 'MiB');
await ledger.close();
await store.close();

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  for (let index = 0; index < REQUESTS; index++) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  say(name, [took[REQUESTS / 2] ?? 0, took[Math.floor(REQUESTS * 0.95)] ?? 0], 'ms');
}

function say(name: string, values: number[], unit: string): void {
  process.stdout.write(
    `${name.padEnd(28)} ${values.map((value) => value.toFixed(2).padStart(9)).join(' ')} ${unit}\n`,
  );
}
