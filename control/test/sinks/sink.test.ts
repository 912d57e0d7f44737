import { createHmac } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEDGER_FILES, openLedger } from '@rein/ledger';
import { expect, test } from 'vitest';
import { indexEntries } from '../../src/events/event-index.js';
import { LIMITS } from '../../src/limits.js';
import { readTail } from '../../src/runs/log-tail.js';
import { createSink, type SinkConfig } from '../../src/sinks/sink.js';
import { newStand } from '../stand.js';
import { newReceiver } from './receiver.js';

/** Records of the control ledger and of whoever else, and sinks of what stands in them. */
async function newRecords() {
  const stand = await newStand();
  const { db, clock, directory } = stand;
  const folderOf = (run: string) => join(directory, run);
  /** Adds entries, and says what their lines are. */
  const record = async (entries: readonly object[]): Promise<string[]> => {
    const folder = folderOf('control');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const ledger = await openLedger({ dir: folder, run: 'control', fsync: 'never' });
    const from = ledger.state().entries;
    for (const entry of entries) await ledger.append('match', { ...entry });
    await ledger.close({ handOver: true });
    const added = readTail(folder, 0).entries.filter(({ seq }) => seq >= from);
    await db.transaction().execute((tx) => indexEntries(tx, 0, added));
    return added.map(({ at, bytes }) =>
      Buffer.from(readFile(folder))
        .subarray(at, at + bytes)
        .toString(),
    );
  };
  const sinkOf = (config: Pick<SinkConfig, 'url'> & Partial<SinkConfig>) => {
    const known = { name: 'siem', format: 'rein', required: false } as const;
    return createSink({ ...known, ...config }, { db, clock, folderOf });
  };
  return { ...stand, folderOf, record, sinkOf };
}

const readFile = (folder: string) => readFileSync(join(folder, LEDGER_FILES.log));

test('a receiver gets every line as it stands in the record, in order, and each once', async () => {
  const { record, sinkOf } = await newRecords();
  const { taken, url } = await newReceiver(() => 200);
  const sink = sinkOf({ url });
  expect(await sink.step()).toBe('nothing new');
  const first = await record([{ n: 1 }, { n: 2 }]);
  expect(await sink.behind()).toBe(2);
  expect(await sink.step()).toBe('sent');
  const second = await record([{ n: 3 }]);
  // As after a restart: what was sent is in the store.
  const again = sinkOf({ url });
  expect(await again.step()).toBe('sent');
  expect(await again.step()).toBe('nothing new');
  expect(taken).toEqual([...first, ...second]);
  expect(await again.behind()).toBe(0);
});

test('what is not taken comes again, in order: not after a 503, a redirect, or without an answer', async () => {
  const { record, sinkOf } = await newRecords();
  const { deliveries, taken, url } = await newReceiver(
    (count) => [503, 302, 401][count - 1] ?? 202,
  );
  const sink = sinkOf({ url });
  const lines = await record([{ n: 1 }, { n: 2 }]);
  for (const status of [503, 302, 401]) {
    expect(await sink.step()).toEqual({ why: `it answered ${status}` });
  }
  const more = await record([{ n: 3 }]);
  expect(await sink.step()).toBe('sent');
  expect(taken).toEqual([...lines, ...more]);
  expect(deliveries).toHaveLength(4);
  const nobody = sinkOf({ name: 'nobody', url: 'http://127.0.0.1:1/in' });
  expect(await nobody.step()).toMatchObject({ why: expect.stringContaining('ECONNREFUSED') });
  expect(await nobody.behind()).toBe(3);
});

test('a long backlog is sent in pieces, each within its limits', async () => {
  const { record, sinkOf } = await newRecords();
  const { deliveries, taken, url } = await newReceiver(() => 200);
  const large = 'x'.repeat(400 * 1024);
  const lines = await record([
    ...[large, large, large].map((text) => ({ text })),
    ...Array.from({ length: LIMITS.sinkEntries + 5 }, (_, n) => ({ n })),
  ]);
  const sink = sinkOf({ url });
  while ((await sink.step()) === 'sent') {
    // There is more.
  }
  expect(taken).toEqual(lines);
  expect(deliveries.length).toBeGreaterThan(2);
  for (const { body, lines: some } of deliveries) {
    expect(Buffer.byteLength(body)).toBeLessThan(LIMITS.sinkBytes + 2 * LIMITS.sinkEntries);
    expect(some.length).toBeLessThanOrEqual(LIMITS.sinkEntries);
  }
});

test('a delivery has the credentials of now, and a signature', async () => {
  const { record, sinkOf, directory } = await newRecords();
  const { deliveries, url } = await newReceiver(() => 200);
  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text, { mode: 0o600 });
    return join(directory, name);
  };
  const authorization_file = file('token', 'Splunk one\n');
  const secret_file = file('secret', 'a secret\n');
  const sink = sinkOf({ url, authorization_file, secret_file });
  await record([{ n: 1 }]);
  expect(await sink.step()).toBe('sent');
  file('token', 'Splunk two\n');
  await record([{ n: 2 }]);
  expect(await sink.step()).toBe('sent');
  expect(deliveries.map(({ headers }) => headers.authorization)).toEqual([
    'Splunk one',
    'Splunk two',
  ]);
  for (const { headers, body } of deliveries) {
    expect(headers['content-type']).toBe('application/x-ndjson');
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const mac = createHmac('sha256', 'a secret').update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${mac}`);
  }
  // Without its token nothing is sent at all.
  rmSync(authorization_file);
  await record([{ n: 3 }]);
  expect(await sink.step()).toMatchObject({ why: expect.stringContaining('ENOENT') });
  expect(deliveries).toHaveLength(2);
});

test('a record that is gone is told of, and keeps nothing back', async () => {
  const { record, sinkOf, db, store } = await newRecords();
  const { taken, url } = await newReceiver(() => 200);
  const [line] = await record([{ n: 1 }]);
  store.driver.exec(`
    insert into run (no, id, agent_uid, agent_id, status, submitted_by, cwd, budgets, provenance,
      policy_digest, created_at, log_offset, events, version)
    values (9, 'nowhere', 'u', 'a', 'FAILED', 'sam', '/', '{}', '{}', '', 1, 0, 1, 1)`);
  await db
    .insertInto('event')
    .values({ run_no: 9, seq: 4, time: 1, kind: 'match', at: 0, bytes: 10 })
    .execute();
  const [after] = await record([{ n: 2 }]);
  expect(await sinkOf({ url }).step()).toBe('sent');
  expect(taken).toHaveLength(3);
  expect([taken[0], taken[2]]).toEqual([line, after]);
  expect(JSON.parse(taken[1] ?? '')).toMatchObject({ run: 'nowhere', seq: 4, kind: 'unreadable' });
});
