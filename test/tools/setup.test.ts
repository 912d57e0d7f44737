import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../../tools/repository/architecture.js';
import { systemPackages } from '../../tools/setup/system-packages.js';

const asRoot = process.getuid?.() === 0;
const nobody = 65534;

// A machine of which PATH is all there is to see: setup finds, and installs, only what is in `bin`.
let bin: string;

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'rein-setup-'));
  chmodSync(bin, 0o755);
  for (const { command } of systemPackages) if (command !== undefined) program(command, 'exit 0');
  program('gcc', 'echo /usr/lib/libc.a');
});

afterEach(() => rmSync(bin, { recursive: true }));

function program(name: string, body: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

function ensure(options: { uid?: number } = {}) {
  const module = JSON.stringify(join(root, 'tools/setup/system.js'));
  const script = `import(${module}).then((setup) => setup.ensureSystemPackages())
    .catch((error) => { console.error(error.message); process.exitCode = error.code; });`;
  const done = spawnSync(process.execPath, ['-e', script], {
    ...options,
    encoding: 'utf8',
    env: { PATH: bin },
  });
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

test('a machine that has everything is left alone', () => {
  program('apt-get', 'echo called >&2; exit 1');
  expect(ensure()).toEqual({
    code: 0,
    stdout: `setup  system packages  all ${systemPackages.length} present\n`,
    stderr: '',
  });
});

test('without apt-get it names what is missing, and why', () => {
  rmSync(join(bin, 'python3'));
  const { code, stdout } = ensure();
  expect(code).toBe(2);
  expect(stdout).toContain('python3 is missing: tests and the demo govern a real python');
});

test('a compiler without a static libc is not enough', () => {
  program('gcc', 'echo libc.a');
  const { code, stdout } = ensure();
  expect(code).toBe(2);
  expect(stdout).toContain('libc6-dev is missing');
});

test.runIf(asRoot)('without root it prints the command', () => {
  rmSync(join(bin, 'git'));
  program('apt-get', 'echo called >&2; exit 1');
  const { code, stderr } = ensure({ uid: nobody });
  expect(code).toBe(2);
  expect(stderr).toContain(
    'sudo apt-get update && sudo apt-get install -y --no-install-recommends git\n',
  );
  expect(stderr).not.toContain('called');
});

test.runIf(asRoot)('root installs what is missing, and nothing else', () => {
  rmSync(join(bin, 'git'));
  const calls = join(bin, 'calls');
  program(
    'apt-get',
    `echo "$*" >> ${calls}; [ "$1" = update ] || : > ${bin}/git; /bin/chmod 755 ${bin}/*`,
  );
  expect(ensure()).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(calls, 'utf8')).toBe('update\ninstall -y --no-install-recommends git\n');
});

test.runIf(asRoot)('an installation that changed nothing is a failure', () => {
  rmSync(join(bin, 'git'));
  program('apt-get', 'exit 0');
  expect(ensure()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('still not found: git'),
  });
});
