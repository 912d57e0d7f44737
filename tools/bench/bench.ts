/** Where a benchmark runs, and how it runs commands with and without rein. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './row.js';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
export const REIN = at('cli/bin/rein.js');
export const program = (name: string): string => at(`kernel/build/bench-${name}`);

export interface Place {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Node reads a site's own certificates, where it has some, at every start: that is no cost of rein. */
export function createPlace(): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rein-bench-')));
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  return { folder, env: { ...env, XDG_STATE_HOME: join(folder, 'state'), NO_COLOR: '1' } };
}

/** Runs to the end; stdout. A failure ends the benchmark: a wrong number is worse than none. */
export function run(place: Place, command: readonly string[]): string {
  const [file = '', ...args] = command;
  const done = spawnSync(file, args, {
    cwd: place.folder,
    env: place.env,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (done.status !== 0) {
    throw new Error(`${command.join(' ')}: ended with ${done.status}\n${done.stderr}`);
  }
  return done.stdout;
}

/** The command line that runs `command` under a policy text. */
export function governed(
  place: Place,
  policy: string,
  command: readonly string[],
  flags: readonly string[] = [],
): string[] {
  const file = join(place.folder, 'bench.yaml');
  writeFileSync(file, policy);
  return [process.execPath, REIN, 'run', '--policy', file, ...flags, '--', ...command];
}

/** Wall time of a command in ms. */
export function wallMs(place: Place, command: readonly string[]): number {
  const start = process.hrtime.bigint();
  run(place, command);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Takes both measures in turn, A B A B …, so that a drift of the machine meets both. */
export function pairs(rounds: number, native: () => number, rein: () => number) {
  const a: number[] = [];
  const b: number[] = [];
  native();
  rein();
  for (let i = 0; i < rounds; i++) {
    a.push(native());
    b.push(rein());
  }
  return {
    native: median(a),
    rein: median(b),
    ratio: median(b.map((value, i) => value / (a[i] ?? Number.NaN))),
  };
}
