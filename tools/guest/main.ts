// `npm run test:kernel`: plays the scenarios in guests under the kernel tiers.
//   [--kernel 6.1|6.12] [--tier lsm|fmodret] [--id E1,F3] [--json FILE] [--verbose]
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../setup/run.js';
import { checkCases } from './check-cases.js';
import { isKernelVersion, kernelVersions } from './kernels.js';
import { type Leg, playLeg, type Row } from './matrix.js';
import { scenarioCases } from './scenario-cases.js';
import { renderTable } from './table.js';

const tiers = ['lsm', 'fmodret'] as const;

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', multiple: true },
    tier: { type: 'string', multiple: true },
    id: { type: 'string' },
    json: { type: 'string' },
    verbose: { type: 'boolean' },
  },
});

const kernels = values.kernel?.filter(isKernelVersion) ?? kernelVersions;
const wantedTiers = tiers.filter((tier) => values.tier?.includes(tier) ?? true);
const legs: Leg[] = kernels.flatMap((kernel) => wantedTiers.map((tier) => ({ kernel, tier })));
const ids = new Set(values.id?.split(','));
const cases = [...scenarioCases(), ...checkCases()].filter(
  ({ id }) => ids.size === 0 || ids.has(id),
);

const made = spawnSync('make', ['-s', '-C', join(root, 'kernel'), '-f', 'bpf.mk'], {
  stdio: 'inherit',
});
if (made.status !== 0) process.exit(made.status ?? 1);
const engine = join(root, 'kernel', 'build', 'bpf', 'rein-hooks');

const rows: Row[] = [];
for (const leg of legs) {
  const played = await playLeg(leg, cases, engine);
  const failed = played.rows.filter(({ result }) => result === 'fail');
  rows.push(...played.rows);
  const seconds = (played.tookMs / 1000).toFixed(0);
  process.stderr.write(`${leg.kernel} ${leg.tier}: ${cases.length} cases in ${seconds} s\n`);
  for (const { id, half, why } of failed) process.stderr.write(`  ${id} ${half}: ${why}\n`);
  if (values.verbose && failed.length > 0) process.stderr.write(`${played.log}\n`);
}
process.stdout.write(renderTable(rows));
if (values.json !== undefined) {
  writeFileSync(values.json, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
process.exitCode = rows.every(({ result }) => result === 'pass') ? 0 : 1;
