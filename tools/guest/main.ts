// `npm run test:kernel`: plays the scenarios in guests with the command that users install.
//   [--kernel 6.1|6.12] [--tier lsm|fmodret|supervisor] [--id E1,F3] [--json FILE] [--verbose]
//   [--page]: writes what `rein doctor` says in each guest into docs/troubleshooting.md
// `--everyday` is the part of it that `npm test` has time for.
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildPrograms } from '../../test/red-team/programs.js';
import { checkCases } from './check-cases.js';
import { writeDoctorPage } from './doctor-page.js';
import { driver } from './driver.js';
import { installedRein } from './installed.js';
import { isKernelVersion, kernelVersions } from './kernels.js';
import { type GuestTier, guestTiers, type Leg, playLeg, type Row } from './matrix.js';
import { makeReady } from './ready.js';
import { scenarioCases } from './scenario-cases.js';
import { renderTable } from './table.js';
import { toolbox } from './toolbox.js';
import { parseVerified, renderVerified, type Verified } from './verified.js';
import { wayCases, wayPrograms } from './way-cases.js';

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', multiple: true },
    tier: { type: 'string', multiple: true, default: ['lsm', 'fmodret'] },
    id: { type: 'string' },
    everyday: { type: 'boolean', default: false },
    json: { type: 'string' },
    page: { type: 'boolean', default: false },
    verbose: { type: 'boolean' },
  },
});

const isWanted = (tier: GuestTier): boolean => values.tier.includes(tier);
const kernels = values.kernel?.filter(isKernelVersion) ?? kernelVersions;
const tiers = values.everyday ? (['lsm'] as const) : guestTiers.filter(isWanted);
const legs: Leg[] = kernels.flatMap((kernel) => tiers.map((tier) => ({ kernel, tier })));
const ids = new Set(values.id?.split(','));
const all = values.everyday
  ? [...scenarioCases(), ...checkCases('everyday')]
  : [...scenarioCases(), ...wayCases(), ...checkCases('all')];
const cases = all.filter((one) => ids.size === 0 || one.ids.some((id) => ids.has(id)));
/** In the everyday run the oldest kernel shows that its verifier takes the hooks, and little else. */
const isFor = ({ kernel, tier }: Leg, one: (typeof cases)[number]): boolean =>
  (one.tiers?.includes(tier) ?? true) &&
  (!values.everyday || kernel === '6.12' || one.ids.includes('E1'));

const missing = makeReady(kernels);
if (missing !== undefined) {
  const why = `no guest can be booted here: ${missing.trim().replaceAll(/\s+/g, ' ')}`;
  process.stderr.write(`${why}\n`);
  const skipFile = process.env.REIN_SKIP_FILE;
  if (skipFile === undefined) process.exit(1);
  writeFileSync(skipFile, why);
  process.exit(0);
}

const programs = buildPrograms();
const tools = [...toolbox(), ...installedRein(), ...wayPrograms(programs), driver()];
rmSync(programs, { recursive: true, force: true });

const rows: Row[] = [];
const doctors: (Leg & { doctor: string })[] = [];
const costs: Verified[] = [];
for (const leg of legs) {
  const here = cases.filter((one) => isFor(leg, one));
  const played = await playLeg(leg, here, tools, values.page);
  const failed = played.rows.filter(({ result }) => result === 'fail');
  rows.push(...played.rows);
  doctors.push({ ...leg, doctor: played.doctor });
  if (leg.tier !== 'supervisor') costs.push(parseVerified(leg, played.loaded));
  const seconds = (played.tookMs / 1000).toFixed(0);
  process.stderr.write(`${leg.kernel} ${leg.tier}: ${played.rows.length} rows in ${seconds} s\n`);
  for (const { id, half, why } of failed) process.stderr.write(`  ${id} ${half}: ${why}\n`);
  if (values.verbose && failed.length > 0) process.stderr.write(`${played.log}\n`);
}
process.stdout.write(renderTable(rows));
if (!values.everyday) process.stdout.write(renderVerified(costs));
if (values.page) writeDoctorPage(doctors);
if (values.json !== undefined) {
  writeFileSync(values.json, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
process.exitCode = rows.some(({ result }) => result === 'fail') ? 1 : 0;
