import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyBytes } from '@rein/ledger';
import { expect, test } from 'vitest';
import { LIMITS } from '../../src/limits.js';
import { bundleRun } from '../../src/record/bundle.js';
import { newBench, submitter } from '../runs/bench.js';
import { faultOf } from '../stand.js';

async function sealedRun() {
  const bench = await newBench();
  const { run_id: id } = await bench.runs.create(submitter, { agent_id: 'researcher' });
  await (await bench.runs.recordOf(id)).append('action', { decision: 'ALLOW', note: 'é ✓' });
  await bench.runs.finish(id, 'succeed', '');
  return { ...bench, id, folder: bench.runs.folderOf(id) };
}

test('a bundle verifies with nothing but itself and the key, and not after an edit', async () => {
  const { state, folder, id } = await sealedRun();
  const bundle = JSON.parse(JSON.stringify(await bundleRun(state, folder, id)));
  const check = (log: string) =>
    verifyBytes(Buffer.from(log), {
      run: id,
      head: Buffer.from(bundle.head),
      checkpoint: Buffer.from(bundle.checkpoint),
      keys: bundle.keys.map((key: { public: string }) => ({
        publicKey: Buffer.from(key.public, 'base64'),
      })),
    });
  expect(check(bundle.log)).toMatchObject({ ok: true, sealed: true });
  expect(check(bundle.log.replace('"ALLOW"', '"DENY"')).ok).toBe(false);
  expect(check(bundle.log.split('\n').slice(0, -2).join('\n')).ok).toBe(false);
});

test('a record too long for an answer is refused, not cut', async () => {
  const { state, folder, id } = await sealedRun();
  const log = join(folder, 'log.jsonl');
  writeFileSync(log, '');
  truncateSync(log, LIMITS.bundleBytes + 1);
  expect(await faultOf(bundleRun(state, folder, id))).toBe('bundle-too-large');
});
