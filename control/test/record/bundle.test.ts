import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTrustedKeys, verifyBundle } from '@rein/ledger';
import { expect, test } from 'vitest';
import { bundleRun } from '../../src/record/bundle.js';
import { newDaemon } from '../http/daemon.js';
import { newBench, submitter } from '../runs/bench.js';
import { faultOf } from '../stand.js';

async function sealedRun() {
  const bench = await newBench();
  const { run_id: id } = await bench.runs.create(submitter, { agent_id: 'researcher' });
  await bench.runs
    .recordOf(await bench.runs.require(submitter, 'runs:read', id))
    .append('action', { decision: 'ALLOW', note: 'é ✓' });
  await bench.runs.finish(id, 'succeed', '');
  return { ...bench, id, folder: bench.runs.folderOf(id) };
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts).toString();
}

test('a bundle verifies with nothing but itself and the key, and not after an edit', async () => {
  const { state, folder, id } = await sealedRun();
  const made = await bundleRun(state, folder, id);
  expect(made.policy).toBe('included');
  const bundle = await textOf(made.chunks());
  const keys = await loadTrustedKeys(state);
  const check = (text: string) => verifyBundle([Buffer.from(text)], { keys, run: id });
  expect(await check(bundle)).toMatchObject({ ok: true, sealed: true });
  expect((await check(bundle.replace('"ALLOW"', '"DENY"'))).ok).toBe(false);
  expect((await check(bundle.split('\n').slice(0, -2).join('\n'))).ok).toBe(false);
});

test('a record that does not verify is refused: a bundle of it would prove nothing', async () => {
  const { state, folder, id } = await sealedRun();
  const log = join(folder, 'log.jsonl');
  writeFileSync(log, readFileSync(log, 'utf8').replace('"ALLOW"', '"DENY"'));
  expect(await faultOf(bundleRun(state, folder, id))).toBe('record-not-exported');
});

test('the bundle that is fetched is the one that is exported', async () => {
  const { ask, workspace, policy, home } = await newDaemon();
  await ask('POST', '/v1/agents', { body: { agent_id: 'a', workspace, policy } });
  const { json: run } = await ask('POST', '/v1/runs', { body: { agent_id: 'a' } });
  await ask('POST', `/v1/runs/${run.run_id}/finish`, { body: { outcome: 'succeed' } });
  const { status, text } = await ask('GET', `/v1/runs/${run.run_id}/bundle`);
  expect(status).toBe(200);
  const keys = await loadTrustedKeys(join(home, 'rein'));
  const result = await verifyBundle([Buffer.from(text)], { keys, run: run.run_id });
  expect(result).toMatchObject({ ok: true, sealed: true });
});
