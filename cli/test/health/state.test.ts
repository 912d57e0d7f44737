import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { tinyDisk, whyNoTinyDisk } from '../../../ledger/test/support/tiny-disk.js';
import { stateFindings } from '../../src/health/state.js';

afterEach(() => vi.unstubAllEnvs());

it.skipIf(whyNoTinyDisk() !== undefined)('says when the record has no room', () => {
  const disk = tinyDisk(2 * 1024 * 1024);
  vi.stubEnv('XDG_STATE_HOME', disk);
  expect(stateFindings()).toMatchObject([{ state: 'good', detail: `${disk}/rein: 0 runs` }]);
  writeFileSync(join(disk, 'filler'), Buffer.alloc(1536 * 1024));
  expect(stateFindings()).toMatchObject([
    { state: 'bad', detail: `${disk}/rein: 0 runs, and the disk is full` },
  ]);
});
