import { createHash } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeProof } from '../../src/bundle/proof-file.js';
import { loadTrustedKeys } from '../../src/keys/key-set.js';
import { openUserKey, rotateUserKey } from '../../src/keys/user-key.js';
import { LEDGER_FILES } from '../../src/layout.js';
import { exportBundle } from '../../src/read/export-bundle.js';
import { proveConsistency, proveEntry } from '../../src/read/prove.js';
import { openLedger } from '../../src/store/open-ledger.js';
import { verifyBundle } from '../../src/verify/verify-bundle.js';
import { verifyProof } from '../../src/verify/verify-proof.js';
import { POLICY } from '../support/bundle.js';
import { rejectionOf } from '../support/code-of.js';
import { RUN } from '../support/log.js';
import { tempDir } from '../support/temp.js';

const DIGEST = createHash('sha256').update(POLICY).digest('hex');

/** A record of `count` entries and the seal, signed with a key of its own. */
async function recorded(count = 6) {
  const state = tempDir();
  const dir = join(state, 'run');
  const signer = await openUserKey(state);
  const ledger = await openLedger({ dir, run: RUN, signer });
  for (let seq = 0; seq < count; seq++) {
    await ledger.append('match', seq === 0 ? { policy_digest: DIGEST } : { rule: `r${seq}` });
  }
  const policy = join(dir, 'policy.yaml');
  writeFileSync(policy, POLICY, { mode: 0o600 });
  const options = { run: RUN, policyFile: 'policy.yaml' };
  return { state, dir, ledger, policy, options, keys: () => loadTrustedKeys(state) };
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

describe('a record is exported', () => {
  it('as a bundle that verifies elsewhere, the same bytes every time', async () => {
    const { dir, ledger, options, keys, state } = await recorded();
    await ledger.close();
    const trusted = await keys();
    const made = await exportBundle(dir, { ...options, keys: trusted });
    expect(made).toMatchObject({ entries: 7, unsigned: 0, policy: 'included' });
    const bundle = await bytesOf(made.chunks());
    expect(await verifyBundle([bundle], { keys: trusted })).toMatchObject({ ok: true, entries: 7 });
    await rotateUserKey(state);
    const again = await exportBundle(dir, { ...options, keys: await keys() });
    expect(await bytesOf(again.chunks())).toEqual(bundle);
  });

  it('up to what is signed, while its writer is at work', async () => {
    const { dir, ledger, options, keys } = await recorded();
    const trusted = await keys();
    const made = await exportBundle(dir, { ...options, keys: trusted });
    const bundle = await bytesOf(made.chunks());
    expect(made).toMatchObject({ entries: 0, unsigned: 6, policy: 'unvouched' });
    expect(await verifyBundle([bundle], { keys: trusted })).toMatchObject({ ok: true, entries: 0 });
    await ledger.close();
  });

  it('without a policy that the record does not speak of', async () => {
    const { dir, ledger, options, keys, policy } = await recorded();
    await ledger.close();
    writeFileSync(policy, `${POLICY}# changed later\n`);
    const made = await exportBundle(dir, { ...options, keys: await keys() });
    expect(made.policy).toBe('unvouched');
    const result = await verifyBundle([await bytesOf(made.chunks())], { keys: await keys() });
    expect(result).toMatchObject({ ok: true });
    expect(result).not.toHaveProperty('policy');
    const { run } = options;
    expect((await exportBundle(dir, { run, keys: await keys() })).policy).toBe('absent');
  });

  it('only if it verifies', async () => {
    const { dir, ledger, options, keys } = await recorded();
    await ledger.close();
    const log = join(dir, LEDGER_FILES.log);
    const { length } = readFileSync(log);
    truncateSync(log, length - 10);
    const attempt = exportBundle(dir, { ...options, keys: await keys() });
    expect(await rejectionOf(attempt)).toBe('not-exported');
  });

  it('only if it is signed', async () => {
    const dir = join(tempDir(), 'run');
    const ledger = await openLedger({ dir, run: RUN });
    await ledger.close();
    expect(await rejectionOf(exportBundle(dir, { run: RUN, keys: [] }))).toBe('not-exported');
    expect(await rejectionOf(proveEntry({ dir, run: RUN }, 0))).toBe('not-proven');
  });
});

describe('it is proven of a record', () => {
  it('that an entry is in it, and that it continues an earlier checkpoint', async () => {
    const { dir, ledger, keys } = await recorded();
    const { length } = readFileSync(join(dir, LEDGER_FILES.checkpoint));
    expect(length).toBeGreaterThan(0);
    const early = readFileSync(join(dir, LEDGER_FILES.checkpoint));
    await ledger.close();
    const place = { dir, run: RUN };
    const trusted = await keys();
    const inclusion = encodeProof(await proveEntry(place, 3));
    expect(verifyProof(inclusion, trusted)).toMatchObject({ ok: true, index: 3, entries: 7 });
    const signed = encodeProof(await proveConsistency(place, early));
    expect(verifyProof(signed, trusted)).toMatchObject({ ok: true, earlier: { signed: true } });
    const since = encodeProof(await proveConsistency(place, 4));
    expect(verifyProof(since, trusted)).toMatchObject({ ok: true, earlier: { entries: 4 } });
  });

  it('nothing, when it is not what was signed', async () => {
    const { dir, ledger, keys } = await recorded();
    await ledger.close();
    const other = await recorded();
    await other.ledger.close();
    const foreign = readFileSync(join(other.dir, LEDGER_FILES.checkpoint));
    const place = { dir, run: RUN };
    expect(await rejectionOf(proveEntry(place, 99))).toBe('bad-proof-range');
    expect(await rejectionOf(proveConsistency(place, 99))).toBe('bad-proof-range');
    expect(await rejectionOf(proveConsistency(place, foreign))).toBe('not-proven');
    expect(await rejectionOf(proveEntry({ ...place, checkpoint: foreign }, 0))).toBe('not-proven');
    expect(await rejectionOf(proveEntry({ ...place, checkpoint: Buffer.from('x') }, 0))).toBe(
      'not-proven',
    );
    expect(await rejectionOf(proveEntry({ dir, run: 'OTHER' }, 0))).toBe('not-proven');
    expect(await keys()).toHaveLength(1);
  });
});
