// `npm run bench:kernel [-- --kernel 6.12] [--tier lsm] [--json FILE] [--page]`: what the hooks cost,
// as ratios within one boot of a guest whose clock counts instructions.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Row, table } from '../bench/row.js';
import { root } from '../setup/run.js';
import { ensureBenchPackages } from '../setup/system.js';
import { buildFiles } from './bench-build.js';
import { writeKernelPage } from './bench-page.js';
import { benchPolicy } from './bench-policy.js';
import { bootGuest } from './boot.js';
import { compile } from './compile.js';
import { driver } from './driver.js';
import { isKernelVersion } from './kernels.js';
import { hostFile } from './programs.js';
import { makeReady } from './ready.js';

const counts = [1, 10, 100, 1000];
const buildRules = 100;
const bootMs = 1_800_000;
const mark = '@@bench';

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', default: '6.12' },
    tier: { type: 'string', default: 'lsm' },
    json: { type: 'string' },
    page: { type: 'boolean', default: false },
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

/** DESIGN section 8, at 100 rules; outside every run all are to stay under one ratio. */
const goals: Readonly<Record<string, string>> = {
  open: '≤ 2 ×, goal 1.3',
  write: '≤ 1.5 ×, goal 1.1',
  connect: '≤ 2 ×, goal 1.3',
  fork: '≤ 1.15 ×, goal 1.05',
  exec: '≤ 1.15 ×, goal 1.05',
  build: '≤ 1.05 ×, goal 1.02',
};
const outsideGoal = '≤ 1.05 ×';

interface Sample {
  readonly leg: string;
  readonly name: string;
  readonly p50: number;
  readonly p99: number;
}

function samplesOf(output: string): Sample[] {
  const samples: Sample[] = [];
  let leg = '';
  for (const line of output.split('\n')) {
    const found = /^(open|write|connect|fork|exec|build) (\d+) (\d+)$/.exec(line);
    if (line.startsWith(`${mark} `)) leg = line.slice(mark.length + 1);
    const [, name, p50, p99] = found ?? [];
    if (name !== undefined) samples.push({ leg, name, p50: Number(p50), p99: Number(p99) });
  }
  return samples;
}

function rowsOf(samples: readonly Sample[]): Row[] {
  return samples.flatMap(({ leg, name, p50, p99 }) => {
    const native = samples.find((one) => one.leg === 'native' && one.name === name);
    if (native === undefined || ['warm', 'native'].includes(leg)) return [];
    const outside = leg === 'outside';
    const rules = outside ? 0 : Number(leg);
    const goal = outside ? outsideGoal : rules === buildRules ? (goals[name] ?? '') : '';
    const shown = outside ? `${name}, outside every run` : name;
    const common = { tier: `${values.tier} ${values.kernel}`, rules, unit: 'ns' } as const;
    const half = { ...common, name: shown, native: native.p50, rein: p50, ratio: p50 / native.p50 };
    const tail = { native: native.p99, rein: p99, ratio: p99 / native.p99 };
    return name === 'build'
      ? [{ ...half, goal }]
      : [
          { ...half, goal },
          { ...common, ...tail, name: `${shown}, p99`, goal: '' },
        ];
  });
}

/** The engine's last line about the calls under each policy: how often automata were asked. */
function passesRow(output: string): Row[] {
  const found = /"passes":(\d+)/.exec(output)?.[1];
  if (found === undefined) return [];
  const calls = 3 * Number(values.times);
  return [
    {
      name: `names that automata were asked about, in ${calls} opens, writes and connects`,
      tier: `${values.tier} ${values.kernel}`,
      rules: buildRules,
      native: null,
      rein: Number(found),
      ratio: null,
      unit: 'events',
      goal: 'none for a name seen before',
    },
  ];
}

const rows = [...rowsOf(samplesOf(result.output)), ...passesRow(result.output)];
if (result.status !== 0) process.stderr.write(`${result.output}\n${result.console}\n`);
process.stdout.write(`${table(rows)}\n`);
const verified = result.output.split('\n').filter((line) => /verified|passes/.test(line));
process.stderr.write(`${verified.join('\n')}\n`);
if (values.json !== undefined) {
  writeFileSync(values.json, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
if (values.page) writeKernelPage(rows);
process.exitCode = result.status === 0 ? 0 : 1;
