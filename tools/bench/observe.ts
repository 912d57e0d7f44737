/** The observe tier: what is seen costs, and what everybody else pays while somebody is observed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyNot } from '@rein/govern';
import { governed, type Place, program, run } from './bench.js';
import { EXECS, measure, OPENS, p50, ROUNDS } from './calls.js';
import { policy } from './policies.js';
import { median, type Row } from './row.js';

/** The rules block, which this tier cannot: what is measured is the looking, since none matches. */
const FLAGS = ['--engine', 'observe', '--allow-unenforced'];
const RULES = [1, 100];

export async function observe(place: Place): Promise<Row[]> {
  const missing = await whyNot('observe');
  if (missing !== undefined) {
    console.error(`bench: not the observe tier: ${missing}`);
    return [];
  }
  const file = join(place.folder, 'seen.txt');
  writeFileSync(file, 'x\n');
  const open = [program('open'), String(OPENS), file];
  const exec = [program('exec'), String(EXECS), '/bin/true'];
  const row = (name: string, rules: number, measured: ReturnType<typeof measure>): Row => ({
    ...{ name: `observe: ${name}`, tier: 'observe', rules },
    ...{ ...measured, unit: 'ns', goal: '' },
  });
  return [
    ...RULES.map((rules) =>
      row('open+close, files rules', rules, measure(place, open, 'files', rules, FLAGS)),
    ),
    ...RULES.map((rules) =>
      row('exec of true, mixed rules', rules, measure(place, exec, 'mixed', rules, FLAGS)),
    ),
    { ...row('open+close outside any run', 100, await outside(place, open)), goal: '≤ 1.05 ×' },
  ];
}

/** A command in no run, alone and while another is observed, in turn. */
async function outside(place: Place, command: readonly string[]) {
  const alone: number[] = [];
  const beside: number[] = [];
  const measured = () => p50(run(place, command));
  for (let i = 0; i < ROUNDS; i++) {
    alone.push(measured());
    const stop = await observeSomething(place);
    beside.push(measured());
    await stop();
  }
  return {
    native: median(alone),
    rein: median(beside),
    ratio: median(beside.map((value, i) => value / (alone[i] ?? Number.NaN))),
  };
}

/** Starts a run that does nothing; resolves once it is observed, with what ends it. */
async function observeSomething(place: Place): Promise<() => Promise<void>> {
  const [file = '', ...args] = governed(place, policy('files', 100), ['cat'], FLAGS);
  const child = spawn(file, args, {
    cwd: place.folder,
    env: place.env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const closed = once(child, 'close');
  child.stdin.write('up\n');
  await once(child.stdout, 'data');
  return async () => {
    child.stdin.end();
    await closed;
  };
}
