// `npm run bench:kernel [-- --kernel 6.12] [--tier lsm] [--json FILE] [--page] [--check]`: what the hooks
// cost, as ratios within one boot of a guest whose clock counts instructions. It names each goal that is
// missed; with `--check` it fails then.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../bench/row.js';
import { root } from '../setup/run.js';
import { ensureBenchPackages } from '../setup/system.js';
import { buildFiles } from './bench-build.js';
import { missedGoals } from './bench-goals.js';
import { writeKernelPage } from './bench-page.js';
import { benchPolicy } from './bench-policy.js';
import { mark, rowsOf } from './bench-rows.js';
import { bootGuest } from './boot.js';
import { compile } from './compile.js';
import { driver } from './driver.js';
import { isKernelVersion } from './kernels.js';
import { hostFile } from './programs.js';
import { makeReady } from './ready.js';

const counts = [1, 10, 100, 1000];
const buildRules = 100;
const bootMs = 1_800_000;

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', default: '6.12' },
    tier: { type: 'string', default: 'lsm' },
    json: { type: 'string' },
    page: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    times: { type: 'string', default: '1000' },
  },
});
if (!isKernelVersion(values.kernel)) throw new Error(`no kernel \`${values.kernel}\``);
const missing = makeReady([values.kernel]);
if (missing !== undefined) throw new Error(missing);
ensureBenchPackages();

/** Natively, with the hooks loaded but outside every run, then under each policy. */
const script = `
mkdir -p /b && cd /b && cp /bin/busybox true && echo x > file
engine=/usr/local/bin/rein-engine
bench() { echo "${mark} $1"; shift; "$@" bench-calls ${values.times}; }
build() { echo "${mark} $1"; shift; "$@" bench-calls build sh /build/make.sh; }
under() { leg=$1 rules=$2 kind=$3; shift 3; "$@" $leg rein-drive $engine ${values.tier} /p$rules.img --events /tmp/events-$rules-$kind --; }
bench warm; build warm; bench native; build native
$engine load ${values.tier} >/tmp/load 2>&1 || { cat /tmp/load; exit 1; }
bench outside
${counts.map((n) => `under ${n} ${n} calls bench`).join('\n')}
under ${buildRules} ${buildRules} build build
tail -q -n 1 /tmp/events-${buildRules}-calls
cat /tmp/load
`;

const result = await bootGuest({
  kernel: values.kernel,
  bpfLsm: values.tier === 'lsm',
  counted: true,
  script,
  files: [
    hostFile(join(root, 'kernel/build/rein-engine'), '/usr/local/bin/rein-engine'),
    driver(),
    hostFile(join(root, 'kernel/build/bpf/bench-calls'), '/usr/local/bin/bench-calls'),
    ...buildFiles(),
    ...counts.map((n) => ({
      path: `/p${n}.img`,
      mode: 0o644,
      content: compile(benchPolicy(n), '/b'),
    })),
  ],
  timeoutMs: bootMs,
});

const rows = rowsOf(result.output, {
  tier: `${values.tier} ${values.kernel}`,
  times: Number(values.times),
  rules: buildRules,
});
const missed = missedGoals(rows);
if (result.status !== 0) process.stderr.write(`${result.output}\n${result.console}\n`);
process.stdout.write(`${table(rows)}\n`);
const verified = result.output.split('\n').filter((line) => /verified|passes/.test(line));
process.stderr.write(`${verified.join('\n')}\n`);
if (values.json !== undefined) {
  writeFileSync(values.json, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
if (values.page) writeKernelPage(rows);
for (const line of missed) process.stderr.write(`${line}\n`);
process.exitCode = result.status !== 0 || (values.check && missed.length > 0) ? 1 : 0;
