import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const core = join(dirname(fileURLToPath(import.meta.url)), '../../kernel/core');

/** The header that this package is the twin of. */
export const imageHeader = join(core, 'image.h');

/** Whether there is a C compiler to ask. */
export const hasCompiler = spawnSync('cc', ['--version']).status === 0;

/** What the compiler makes of each C expression over `image.h`, in the given order. */
export function valuesInC(expressions: readonly string[]): number[] {
  const prints = expressions.map((it) => `printf("%llu\\n", (unsigned long long)(${it}));`);
  const program = [
    '#include <stddef.h>',
    '#include <stdio.h>',
    '#include "image.h"',
    `int main(void) { ${prints.join('\n')} return 0; }`,
  ].join('\n');
  const folder = mkdtempSync(join(tmpdir(), 'rein-abi-'));
  try {
    const binary = join(folder, 'abi');
    execFileSync('cc', ['-std=c11', '-Werror', '-I', core, '-x', 'c', '-', '-o', binary], {
      input: program,
    });
    return execFileSync(binary, { encoding: 'utf8' }).trim().split('\n').map(Number);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
