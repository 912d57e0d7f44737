import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fsck, loadTrustedKeys, openLedger, openUserKey, verifyLedger } from '../../src/index.js';
import { entriesOf } from '../support/ledger-dir.js';
import { RUN } from '../support/log.js';
import { startChild } from '../support/run-child.js';
import { tempDir } from '../support/temp.js';

const KILLS = process.env.REIN_TEST_FULL === undefined ? 5 : 60;
const LONGEST_LIFE_MS = 300;

/** Starts a writer, lets it work for a while and kills it. */
async function killWriter(args: readonly string[], lifeMs: number): Promise<void> {
  const child = startChild('./busy-writer.ts', args);
  child.stderr.pipe(process.stderr);
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  await sleep(lifeMs);
  child.kill('SIGKILL');
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
}

/** What was acknowledged: number and hash of each entry. */
function readAcks(path: string): [number, string][] {
  // The last line may be cut off with the writer; it is whole if a newline follows.
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const [seq, hash] = line.split(' ');
    return [Number(seq), hash ?? ''];
  });
}

describe.each(['batch', 'never'])('a writer with fsync %s that is killed', (fsync) => {
  it('loses nothing it acknowledged, time after time', async () => {
    const stateDir = join(tempDir(), 'state');
    mkdirSync(stateDir, { mode: 0o700 });
    const dir = join(stateDir, 'run');
    const acks = join(stateDir, 'acks');
    for (let kill = 0; kill < KILLS; kill++) {
      await killWriter([dir, stateDir, acks, RUN, fsync], Math.random() * LONGEST_LIFE_MS);
    }
    const ledger = await openLedger({ dir, run: RUN, signer: await openUserKey(stateDir) });
    await ledger.close();
    const entries = entriesOf(dir);
    const acknowledged = readAcks(acks);
    expect(acknowledged.length).toBeGreaterThan(0);
    const lost = acknowledged.filter(([seq, hash]) => entries[seq]?.hash !== hash);
    expect(lost).toEqual([]);
    const keys = await loadTrustedKeys(stateDir);
    const verdict = await verifyLedger(dir, { run: RUN, keys });
    expect(verdict).toMatchObject({ ok: true, sealed: true, signed: entries.length });
    const report = await fsck(dir, { run: RUN, keys });
    expect(report).toMatchObject({ ok: true, problems: [] });
    // Every torn piece is spoken of on the record, and every one on the record is there.
    const recorded = entries.flatMap((entry) =>
      entry.kind === 'ledger-recover' && entry.torn_file !== undefined ? [entry.torn_file] : [],
    );
    expect(recorded.sort()).toEqual(
      readdirSync(dir)
        .filter((name) => name.startsWith('torn-'))
        .sort(),
    );
  }, 600_000);
});
