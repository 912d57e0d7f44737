import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../tools/repository/architecture.js';

const clang = spawnSync('clang', ['--version']).status === 0;

/** The hooks of one kind of tier, built in a folder of their own. */
function build(object: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'rein-hooks-'));
  const target = join(folder, 'bpf', object);
  const made = spawnSync(
    'make',
    ['-s', '-C', join(root, 'kernel'), '-f', 'bpf.mk', `BUILD=${folder}`, target],
    { encoding: 'utf8' },
  );
  expect(made.stderr).toBe('');
  return readFileSync(target);
}

test.skipIf(!clang).each(['rein.bpf.o', 'observe.bpf.o'])(
  'two builds of %s are the same bytes',
  (object) => {
    const first = build(object);
    expect(first.length).toBeGreaterThan(100_000);
    expect(build(object).equals(first)).toBe(true);
  },
);
