import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { run } from '../e2e/rein.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const example = (...names: string[]) =>
  run(process.execPath, [
    join(root, 'node_modules/tsx/dist/cli.mjs'),
    join(root, 'tools/example/main.ts'),
    ...names,
  ]);

it('the quickstart goes from nothing to a verified record, and leaves nothing', async () => {
  const { code, stdout, stderr } = await example('quickstart');
  expect(stderr).toContain('set up: you are');
  expect(stderr).toMatch(/made the run_submitter token \w+ of reporter, kept in reporter\.token/);
  expect(stderr).toMatch(/rein holds fs\.write data\/numbers\.csv/);
  expect(stderr).toContain('[rein] blocked: read of');
  expect(stderr).toMatch(/run \w+ · succeeded/);
  expect(stderr).toMatch(/stopped reind/);
  expect(stdout).toMatch(/^ALLOW by mcp\.call#1 /m);
  expect(stdout).toMatch(/approved +fs\.write#2 +fs\.write data\/numbers\.csv +by /);
  expect(stdout).toMatch(/^ok run \w+: \d+ entries, \d+ signed, sealed$/m);
  expect(code).toBe(0);
  const place = /^in (\S+)$/m.exec(stdout)?.[1] ?? '/';
  expect(existsSync(place)).toBe(false);
});

it('says which examples there are', async () => {
  const { code, stderr } = await example('nothing');
  expect([code, stderr]).toEqual([2, expect.stringContaining('quickstart')]);
});
