import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configJsonSchema, readConfig } from '../../src/daemon/config.js';
import { golden } from '../golden.js';
import { faultOf } from '../stand.js';

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rein-config-')), 'reind.yaml');
  writeFileSync(path, text);
  return path;
}

test('without a file the daemon listens on its socket only', () => {
  const config = readConfig(undefined);
  expect(config.listen).toBeUndefined();
  expect(config.approvals).toEqual({ wait_seconds: 3600, on_restart: 'keep' });
});

test('a file is read as it is meant', () => {
  const config = readConfig(file('listen:\n  port: 9000\napprovals:\n  sla_seconds: 60\n'));
  expect(config.listen).toEqual({ host: '127.0.0.1', port: 9000 });
  expect(config.approvals.sla_seconds).toBe(60);
});

test.each([
  ['a member that nobody knows', 'socket: /run/x\nsoket: /run/y\n', /soket/],
  ['a relative path', 'socket: run/x\n', /`socket`: not an absolute path/],
  ['a port that is none', 'listen: { port: 70000 }\n', /listen\.port/],
  [
    'an address of another kind',
    'webhooks: [{ url: "file:///etc/passwd", secret_file: /x }]\n',
    /url/,
  ],
  ['everything that is wrong at once', 'soket: /x\nruns: { max: 0 }\n', /`runs\.max`.*; .*soket/],
  [
    'a receiver that is reached in the clear',
    'webhooks: [{ url: "http://hooks.example/x", secret_file: /x }]\n',
    /`webhooks\.0\.url`: not https, and not an address of this machine/,
  ],
  ['what is no YAML', '{', /./],
])('%s is refused, and it says where', async (_, text, expected) => {
  expect(await faultOf(() => readConfig(file(text)))).toBe('bad-config');
  expect(() => readConfig(file(text))).toThrow(expected);
});

test('the schema is published as it is', () => {
  golden('docs/reference/reind.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  expect(readFileSync(new URL('../../packaging/reind.yaml', import.meta.url), 'utf8')).toContain(
    'listen',
  );
});

test('the example that is shipped is a configuration', () => {
  const path = new URL('../../packaging/reind.yaml', import.meta.url).pathname;
  expect(readConfig(path).approvals.on_restart).toBe('keep');
});
