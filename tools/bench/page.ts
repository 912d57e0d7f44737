/** docs/benchmarks.md and its picture, made anew from one run. */
import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { draw } from './draw.js';
import type { Row } from './row.js';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));

const number = (value: number | null): string =>
  value === null ? '–' : value >= 100 ? value.toFixed(0) : value.toFixed(2);

/** Of what has nothing to be compared with. */
function plain(row: Row): string {
  const rules = row.rules === 0 ? '' : String(row.rules);
  return `| ${row.name} | ${rules} | ${number(row.rein)} ${row.unit} | ${row.goal} |`;
}

function line(row: Row): string {
  const ratio = row.ratio === null ? '–' : `${row.ratio.toFixed(2)} ×`;
  return `| ${row.name} | ${row.rules} | ${number(row.native)} | ${number(row.rein)} ${row.unit} | ${ratio} | ${row.goal} |`;
}

/** Measured on a tier of enforcement; the rest is the daemon's and the record's. */
function isOfEngine({ tier }: Row): boolean {
  return tier !== 'none';
}

/** Writes the page. Ratios are what to read: absolute numbers are this machine's. */
export function writePage(rows: readonly Row[]): void {
  const page = `# Benchmarks

What Rein costs on the supervisor tier, made by \`npm run bench -- --page\`. Every ratio is the median over pairs that were
taken in turn in one run, native and governed, so that a drift of the machine meets both. Rules never match, as most
do not: a third each about files, programs and addresses where it says mixed, in four kinds of pattern. The absolute
numbers belong to a virtual machine with ${cpus().length} processors and Linux ${release().split('-')[0]}, Node ${process.versions.node}, on ${new Date().toISOString().slice(0, 10)}.

![cost as a multiple of native](benchmarks.svg)

The bar is the ratio, the dashed mark the goal, where there is one.

| what | rules | native | with rein | ratio | goal |
|---|---|---|---|---|---|
${rows.filter(isOfEngine).map(line).join('\n')}

What the hooks of the kernel tiers cost is in [benchmarks-kernel.md](benchmarks-kernel.md).

![cost of the hooks as a multiple of native](benchmarks-kernel.svg)

An open that the policy concerns costs two changes of process and about eight system calls of the engine, which opens
the file itself and hands it over ([decision 0007](decisions/0007-perform-what-was-judged.md)). The handing over
(\`SECCOMP_IOCTL_NOTIF_ADDFD\`) wakes the caller on whichever processor is idle, and has no way to ask for the same one as
an answer without a descriptor has. So the engine stays beside its caller where it may
([decision 0016](decisions/0016-stay-beside-the-caller.md)): an open takes about 13 us here, and about 70 us where it may
not and the machine is idle. Where the policy says nothing about reading, reads do not reach the engine. What a policy's
size costs is one pass over the path, whatever its rules.

## The daemon and the record

| what | rules | measured | goal |
|---|---|---|---|
${rows
  .filter((row) => !isOfEngine(row))
  .map(plain)
  .join('\n')}

An action is a request over the daemon's socket by a program on the same two processors: the token, the decision and two
entries, which are on the disk before the answer. It is denied, so that no file or network is measured with it; what comes
with a key is put into the store as well, from the record and after the answer
([decision 0022](decisions/0022-a-denial-is-kept-by-its-record.md)). At 500 a second each is counted from the moment it
was sent, whatever the others did; the last row of each keeps 32 under way. What the disk takes to sync (\`fdatasync\`) is
part of every number: those who come while one sync runs share the next one. The lists are asked
one after the other of a daemon that was just started.
`;
  writeFileSync(join(DOCS, 'benchmarks.md'), page);
  writeFileSync(join(DOCS, 'benchmarks.svg'), draw(rows.filter(isOfEngine)));
}
