import { join } from 'node:path';
import { openLedger } from '@rein/ledger';
import { expect, test } from 'vitest';
import { createEventIndex } from '../../src/events/event-index.js';
import { readTail } from '../../src/runs/log-tail.js';
import { newStand } from '../stand.js';

/** Runs of three submitters with so many entries each; all entries are the same one of one ledger. */
async function newIndex(sizes: Readonly<Record<string, number>>) {
  const stand = await newStand();
  const { db, store, directory } = stand;
  const dir = join(directory, 'record');
  const ledger = await openLedger({ dir, run: 'control', fsync: 'never' });
  await ledger.append('match', { outcome: 'blocked' });
  await ledger.close();
  const bytes = readTail(dir, 0).entries[0]?.bytes ?? 0;
  for (const [index, [subject, size]] of Object.entries(sizes).entries()) {
    const no = index + 1;
    store.driver.exec(`
      insert into run (no, id, agent_uid, agent_id, status, submitted_by, cwd, budgets, provenance,
        policy_digest, created_at, log_offset, events, version)
      values (${no}, 'run-${subject}', 'u', 'agent-${no}', 'SUCCEEDED', '${subject}', '/', '{}', '{}', '',
        1, 0, ${size}, 1);
      with recursive n(i) as (select 0 union all select i + 1 from n where i < ${size - 1})
      insert into event (run_no, seq, time, kind, at, bytes)
      select ${no}, i, i * 10 + ${no}, 'match', 0, ${bytes} from n;`);
  }
  return createEventIndex(db, () => dir);
}

test('lists show exactly what is wanted, in order, whether that is little or much', async () => {
  const index = await newIndex({ little: 120, much: 25_000, other: 300 });
  for (const [subject, agent] of [
    ['little', 'agent-1'],
    ['much', 'agent-2'],
  ]) {
    const wanted = [
      { scope: { kind: 'own', subject: subject ?? '' } as const, query: {} },
      { scope: { kind: 'all' } as const, query: { agent_id: agent } },
    ];
    for (const { scope, query } of wanted) {
      const first = await index.list(scope, { limit: 70, ...query });
      const rest = await index.list(scope, { limit: 70, ...query, cursor: first.next ?? '' });
      const items = [...first.items, ...rest.items];
      expect(new Set(items.map(({ run_id }) => run_id))).toEqual(new Set([`run-${subject}`]));
      const newest = (subject === 'much' ? 25_000 : 120) - 1;
      const expected = Array.from({ length: items.length }, (_, at) => newest - at);
      expect(items.map(({ seq }) => seq)).toEqual(expected);
      expect(items).toHaveLength(subject === 'much' ? 140 : 120);
    }
  }
  const nobody = await index.list({ kind: 'own', subject: 'nobody' }, { limit: 10 });
  expect(nobody.items).toEqual([]);
});
