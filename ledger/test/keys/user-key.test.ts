import { chmodSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  loadTrustedKeys,
  openLedger,
  openUserKey,
  rotateUserKey,
  verifyLedger,
} from '../../src/index.js';
import { KEY_FILES } from '../../src/layout.js';
import { verifySignature } from '../../src/note/key.js';
import { rejectionOf } from '../support/code-of.js';
import { OTHER_RUN, RUN } from '../support/log.js';
import { tempDir } from '../support/temp.js';

const TEXT = Buffer.from('text');

async function record(dir: string, run: string, stateDir: string, time: string): Promise<void> {
  const signer = await openUserKey(stateDir);
  const keys = await loadTrustedKeys(stateDir);
  const ledger = await openLedger({ dir, run, signer, keys, clock: () => new Date(time) });
  await ledger.append('match', {});
  await ledger.close();
}

describe('the key of a user', () => {
  it('is made on first use, for this user alone, and is the same from then on', async () => {
    const stateDir = tempDir();
    const key = await openUserKey(stateDir);
    expect(readdirSync(stateDir).sort()).toEqual(['key', 'keys.json']);
    for (const name of readdirSync(stateDir)) {
      expect(statSync(join(stateDir, name)).mode & 0o777).toBe(0o600);
    }
    expect((await openUserKey(stateDir)).publicKey).toEqual(key.publicKey);
    expect(verifySignature(key.publicKey, TEXT, key.sign(TEXT))).toBe(true);
    expect(await loadTrustedKeys(stateDir)).toEqual([{ publicKey: key.publicKey }]);
  });

  it('is one key when several ask at once', async () => {
    const stateDir = tempDir();
    const keys = await Promise.all([1, 2, 3, 4].map(() => openUserKey(stateDir)));
    expect(new Set(keys.map((key) => Buffer.from(key.publicKey).toString('hex'))).size).toBe(1);
  });

  it('is trusted by nobody before it is made', async () => {
    expect(await loadTrustedKeys(tempDir())).toEqual([]);
  });

  it('can be rotated; the old one stays in the set, retired', async () => {
    const stateDir = tempDir();
    const first = await openUserKey(stateDir);
    const time = new Date('2026-11-20T10:00:00.000Z');
    const second = await rotateUserKey(stateDir, time);
    expect(second.publicKey).not.toEqual(first.publicKey);
    expect((await openUserKey(stateDir)).publicKey).toEqual(second.publicKey);
    expect(await loadTrustedKeys(stateDir)).toEqual([
      { publicKey: first.publicKey, retired: time.toISOString() },
      { publicKey: second.publicKey },
    ]);
    expect(readdirSync(stateDir).sort()).toEqual(['key', 'keys.json']);
  });

  it('keeps what was recorded before a rotation good, and shows what was forged after it', async () => {
    const stateDir = tempDir();
    const [before, after] = [join(stateDir, 'before'), join(stateDir, 'after')];
    await record(before, RUN, stateDir, '2026-11-20T10:00:00.000Z');
    const stolen = readFileSync(join(stateDir, KEY_FILES.key));
    await rotateUserKey(stateDir, new Date('2026-11-20T11:00:00.000Z'));
    const keys = await loadTrustedKeys(stateDir);
    expect(await verifyLedger(before, { run: RUN, keys })).toMatchObject({ ok: true, signed: 2 });

    const thiefDir = join(stateDir, 'thief');
    await openUserKey(thiefDir);
    writeFileSync(join(thiefDir, KEY_FILES.key), stolen);
    writeFileSync(join(thiefDir, KEY_FILES.keys), '{"keys":[],"v":1}\n');
    await record(after, OTHER_RUN, thiefDir, '2026-11-20T12:00:00.000Z');
    expect(await verifyLedger(after, { run: OTHER_RUN, keys })).toMatchObject({
      ok: false,
      finding: { name: 'retired-key' },
    });
  });

  it('is not taken back once it was retired', async () => {
    const stateDir = tempDir();
    await openUserKey(stateDir);
    const old = readFileSync(join(stateDir, KEY_FILES.key));
    await rotateUserKey(stateDir);
    writeFileSync(join(stateDir, KEY_FILES.key), old);
    expect(await rejectionOf(openUserKey(stateDir))).toBe('bad-key-file');
  });

  it('survives a rotation that was interrupted', async () => {
    const stateDir = tempDir();
    const [key, next] = [join(stateDir, KEY_FILES.key), join(stateDir, KEY_FILES.nextKey)];
    const first = await openUserKey(stateDir);
    const firstPem = readFileSync(key);
    // Before the set had the new key: the rotation did not happen.
    const elsewhere = tempDir();
    await openUserKey(elsewhere);
    renameSync(join(elsewhere, KEY_FILES.key), next);
    expect((await openUserKey(stateDir)).publicKey).toEqual(first.publicKey);
    expect(readdirSync(stateDir)).not.toContain(KEY_FILES.nextKey);
    // After: it did.
    const second = await rotateUserKey(stateDir);
    renameSync(key, next);
    writeFileSync(key, firstPem, { mode: 0o600 });
    expect((await openUserKey(stateDir)).publicKey).toEqual(second.publicKey);
  });

  it('joins the set again when the set was lost', async () => {
    const stateDir = tempDir();
    const key = await openUserKey(stateDir);
    renameSync(join(stateDir, KEY_FILES.keys), join(stateDir, 'elsewhere'));
    await openUserKey(stateDir);
    expect(await loadTrustedKeys(stateDir)).toEqual([{ publicKey: key.publicKey }]);
  });

  it.each([
    ['not a key', 'text'],
    ['empty', ''],
  ])('is refused when the file is %s', async (_, text) => {
    const stateDir = tempDir();
    writeFileSync(join(stateDir, KEY_FILES.key), text, { mode: 0o600 });
    expect(await rejectionOf(openUserKey(stateDir))).toBe('bad-key-file');
  });

  it('is refused when others can read it', async () => {
    const stateDir = tempDir();
    await openUserKey(stateDir);
    chmodSync(join(stateDir, KEY_FILES.key), 0o640);
    expect(await rejectionOf(openUserKey(stateDir))).toBe('unsafe-path');
  });

  it.each([
    ['not JSON', '{'],
    ['of another version', '{"keys":[],"v":2}'],
    ['with a short key', '{"keys":[{"created":"2026-01-01T00:00:00.000Z","public":"AAAA"}],"v":1}'],
    ['with a loose time', `{"keys":[{"created":"2026","public":"${'A'.repeat(43)}="}],"v":1}`],
  ])('is refused when the set is %s', async (_, text) => {
    const stateDir = tempDir();
    await openUserKey(stateDir);
    writeFileSync(join(stateDir, KEY_FILES.keys), text, { mode: 0o600 });
    expect(await rejectionOf(loadTrustedKeys(stateDir))).toBe('bad-key-file');
    expect(await rejectionOf(openUserKey(stateDir))).toBe('bad-key-file');
  });
});
