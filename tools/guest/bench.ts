// `npm run bench:kernel [-- --kernel 6.12] [--tier lsm] [--json FILE]`: what the hooks cost, as
// ratios within one boot of a guest.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../setup/run.js';
import { benchPolicy } from './bench-policy.js';
import { bootGuest } from './boot.js';
import { compile } from './compile.js';
import { isKernelVersion } from './kernels.js';
import { hostFile } from './programs.js';

const counts = [1, 10, 100, 1000];
const bootMs = 600_000;
const mark = '@@bench';

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', default: '6.12' },
    tier: { type: 'string', default: 'lsm' },
    json: { type: 'string' },
    times: { type: 'string', default: '5000' },
  },
});
if (!isKernelVersion(values.kernel)) throw new Error(`no kernel \`${values.kernel}\``);

/** Natively, with the hooks loaded but outside every run, then under each policy; twice around. */
const script = `
mkdir -p /b && cd /b && cp /bin/busybox true && echo x > file
bench() { echo "${mark} $1"; shift; "$@" bench-calls ${values.times}; }
bench warm; bench native
rein-hooks load >/tmp/load 2>&1 || { cat /tmp/load; exit 1; }
bench outside
${counts.map((n) => `bench ${n} rein-hooks run /p${n}.img --events /tmp/events --`).join('\n')}
cat /tmp/load
`;

const made = spawnSync('make', ['-s', '-C', join(root, 'kernel'), '-f', 'bpf.mk', 'bench'], {
  stdio: 'inherit',
});
if (made.status !== 0) process.exit(made.status ?? 1);
const built = join(root, 'kernel', 'build', 'bpf');
const result = await bootGuest({
  kernel: values.kernel,
  bpfLsm: values.tier === 'lsm',
  counted: true,
  script,
  files: [
    hostFile(join(built, 'rein-hooks'), '/usr/local/bin/rein-hooks'),
    hostFile(join(built, 'bench-calls'), '/usr/local/bin/bench-calls'),
    ...counts.map((n) => ({
      path: `/p${n}.img`,
      mode: 0o644,
      content: compile(benchPolicy(n), '/b'),
    })),
  ],
  timeoutMs: bootMs,
});

interface Row {
  kernel: string;
  tier: string;
  name: string;
  rules: string;
  p50: number;
  p99: number;
  /** p50 ÷ native p50. */
  ratio: number;
}

const rows: Row[] = [];
let rules = '';
for (const line of result.output.split('\n')) {
  const [name = '', p50, p99] = line.split(' ');
  if (name === mark) rules = p50 ?? '';
  if (p99 === undefined || name === mark || !/^\d+$/.test(p50 ?? '')) continue;
  const native = rows.find((row) => row.rules === 'native' && row.name === name);
  const ns = Number(p50);
  rows.push({
    kernel: values.kernel,
    tier: values.tier,
    name,
    rules,
    p50: ns,
    p99: Number(p99),
    ratio: native === undefined ? 1 : ns / native.p50,
  });
}
if (result.status !== 0) process.stderr.write(`${result.output}\n${result.console}\n`);
const legs = ['native', 'outside', ...counts.map(String)];
process.stdout.write(
  `${'ns p50 (ratio)'.padEnd(16)}${legs.map((leg) => leg.padEnd(18)).join('')}\n`,
);
for (const name of new Set(rows.map((row) => row.name))) {
  const cells = legs.map((leg) => {
    const row = rows.find((one) => one.name === name && one.rules === leg);
    return (row === undefined ? '-' : `${row.p50} (${row.ratio.toFixed(2)})`).padEnd(18);
  });
  process.stdout.write(`${name.padEnd(16)}${cells.join('')}\n`);
}
process.stderr.write(
  result.output
    .split('\n')
    .filter((line) => line.includes('verified'))
    .join('\n'),
);
if (values.json !== undefined) {
  writeFileSync(values.json, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
process.exitCode = result.status === 0 ? 0 : 1;
