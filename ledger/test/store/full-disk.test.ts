import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyLedger } from '../../src/index.js';
import { rejectionOf } from '../support/code-of.js';
import { entriesOf, fileOf, openTestLedger } from '../support/ledger-dir.js';
import { RUN, SIGNER } from '../support/log.js';
import { tinyDisk, whyNoTinyDisk } from '../support/tiny-disk.js';

const skipped = whyNoTinyDisk();
const DISK_BYTES = 256 * 1024;
const KEYS = [{ publicKey: SIGNER.publicKey }];

describe.skipIf(skipped !== undefined)(
  `a full disk${skipped ? ` (skipped: ${skipped})` : ''}`,
  () => {
    it('refuses entries, never leaves half of one, and goes on when there is space', async () => {
      const disk = tinyDisk(DISK_BYTES);
      const dir = join(disk, 'run');
      const ledger = await openTestLedger(dir, { fsync: 'batch', signer: SIGNER });
      const ballast = join(disk, 'ballast');
      const text = 'x'.repeat(3000);
      let acknowledged = 0;
      let refused = 0;
      for (let round = 0; round < 3; round++) {
        writeFileSync(ballast, Buffer.alloc(DISK_BYTES / 4));
        let full = false;
        while (!full) {
          const burst = Array.from({ length: 7 }, () => ledger.append('match', { text }));
          for (const outcome of await Promise.all(burst.map(rejectionOf))) {
            if (outcome === undefined) acknowledged++;
            else {
              expect(outcome).toBe('write-failed');
              refused++;
              full = true;
            }
          }
          expect(fileOf(dir, 'log').endsWith('\n')).toBe(true);
        }
        expect(ledger.state()).toMatchObject({ refused });
        rmSync(ballast);
        await ledger.append('match', { round });
        acknowledged++;
      }
      const entries = entriesOf(dir);
      const gaps = entries.filter(({ kind }) => kind === 'ledger-gap');
      expect(entries.filter(({ kind }) => kind === 'match')).toHaveLength(acknowledged);
      expect(gaps.reduce((sum, gap) => sum + Number(gap.refused), 0)).toBe(refused);
      await ledger.close();
      const verdict = await verifyLedger(dir, { run: RUN, keys: KEYS });
      expect(verdict).toMatchObject({ ok: true, entries: entries.length + 1, sealed: true });
    });

    it('tells when it is too full to seal; the record can be closed later', async () => {
      const disk = tinyDisk(DISK_BYTES);
      const dir = join(disk, 'run');
      const ledger = await openTestLedger(dir, { fsync: 'batch', signer: SIGNER });
      await ledger.append('match', {});
      const ballast = join(disk, 'ballast');
      // First all the room there is, then what is left in the log's last page.
      expect(() => writeFileSync(ballast, Buffer.alloc(DISK_BYTES))).toThrow('ENOSPC');
      let full = false;
      while (!full) full = (await rejectionOf(ledger.append('match', {}))) === 'write-failed';
      const count = entriesOf(dir).length;
      expect(['write-failed', 'head-not-written']).toContain(await rejectionOf(ledger.close()));
      expect(entriesOf(dir)).toHaveLength(count);
      rmSync(ballast);
      const again = await openTestLedger(dir, { signer: SIGNER });
      const { entries } = again.state();
      expect(entries).toBeGreaterThanOrEqual(count);
      await again.close();
      const verdict = await verifyLedger(dir, { run: RUN, keys: KEYS });
      expect(verdict).toMatchObject({ ok: true, entries: entries + 1, sealed: true });
    });
  },
);
