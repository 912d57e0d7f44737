import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { createRunRecord, planRun } from '../../src/run/record-of-run.js';

afterEach(() => vi.unstubAllEnvs());

it('leaves no run behind when its record cannot be begun', async () => {
  vi.stubEnv('XDG_STATE_HOME', mkdtempSync(join(tmpdir(), 'rein-record-')));
  const place = planRun();
  // Nobody may make a file there, root included.
  const refused = { ...place, feedbackPath: '/sys/feedback' };
  await expect(createRunRecord(refused, 'policy', Buffer.alloc(0))).rejects.toThrow(
    'the record of the run could not be begun: EACCES',
  );
  expect(existsSync(place.folder)).toBe(false);
  const record = await createRunRecord(place, 'policy', Buffer.alloc(0));
  expect(existsSync(place.folder)).toBe(true);
  await record.ledger.close();
});
