import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { draw } from '../bench/draw.js';
import type { Row } from '../bench/row.js';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));

function line({ name, rules, native, rein, ratio, goal }: Row): string {
  const shown = ratio === null ? '–' : `${ratio.toFixed(2)} ×`;
  return `| ${name} | ${rules === 0 ? '–' : rules} | ${native ?? '–'} | ${rein} | ${shown} | ${goal} |`;
}

/** docs/benchmarks-kernel.md and its picture, made anew from one boot. */
export function writeKernelPage(rows: readonly Row[]): void {
  const page = `# Benchmarks of the kernel tiers

What the hooks cost (${rows[0]?.tier ?? ''}), made by \`npm run bench:kernel -- --page\`. It boots Debian's kernel in an emulated
machine with one processor whose clock counts instructions, one for a nanosecond, so the numbers are the same on a busy
machine and on an idle one. They say how much more the kernel does, not how long that takes: what waits for memory
counts like what does not. Every ratio is to the same call in the same boot before the hooks were loaded.

The rules never match, as most do not: a fifth each about opening, writing, programs, addresses and removing, in four
kinds of pattern, for a process that carries the label they ask about. What is asked of a row and what is missed is said
in the last column; \`npm run bench:kernel -- --check\` fails for what is missed. *build* compiles 200 C files with \`tcc\`, which
is so fast that most of it is starting programs and opening files.

![cost as a multiple of native](benchmarks-kernel.svg)

| what | rules | native | with rein | ratio | goal |
|---|---|---|---|---|---|
${rows.map(line).join('\n')}

A process outside every run pays for the way into the hook and back, about 200 instructions, and two loads there. A
governed one finds what came of the name the last time ([kernel-tiers.md](reference/kernel-tiers.md)): no automaton is
asked, so the number of rules makes no difference.
`;
  writeFileSync(join(DOCS, 'benchmarks-kernel.md'), page);
  writeFileSync(join(DOCS, 'benchmarks-kernel.svg'), draw(rows.filter(({ goal }) => goal !== '')));
}
