import { realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import { hostFacts } from '../../src/policy/host-facts.js';

afterEach(() => vi.unstubAllEnvs());

it('takes HOME for `~`, with its links resolved', () => {
  vi.stubEnv('HOME', tmpdir());
  expect(hostFacts('/').home).toBe(realpathSync(tmpdir()));
});

it('never lets an empty HOME make `~/.ssh` of `/.ssh`', () => {
  vi.stubEnv('HOME', '');
  expect(hostFacts('/').home).toBe(realpathSync(userInfo().homedir));
});
