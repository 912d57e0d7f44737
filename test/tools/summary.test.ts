import { expect, test } from 'vitest';
import { summarize } from '../../tools/test/summary.js';

const passed = { name: 'lint', result: 'passed', tookMs: 1200 } as const;
const skipped = { name: 'guest', result: 'skipped', tookMs: 10, why: 'no qemu here' } as const;
const failed = { name: 'types', result: 'failed', tookMs: 10 } as const;

test('what was skipped is not among what passed, and says why', () => {
  const text = summarize([passed, skipped]);
  expect(text).toMatch(/ok +lint +1\.2 s/);
  expect(text).toMatch(/skipped +guest +0\.0 s +no qemu here/);
  expect(text).toContain('all that ran passed; not run here: guest');
});

test('a failure is named whatever else was skipped', () => {
  expect(summarize([failed, skipped])).toContain('failed: types; not run here: guest');
});
