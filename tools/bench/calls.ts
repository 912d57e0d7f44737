/** Single calls: open + close and exec, native against governed, by the number and kind of rules. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { governed, type Place, pairs, program, run } from './bench.js';
import { policy, type Shape } from './policies.js';
import type { Row } from './row.js';

export const OPENS = 20_000;
export const EXECS = 200;
export const ROUNDS = 5;

/** Median nanoseconds that a benchmark program printed. */
export function p50(stdout: string): number {
  const said: unknown = JSON.parse(stdout);
  if (typeof said !== 'object' || said === null || !('p50' in said)) throw new Error(stdout);
  return Number(said.p50);
}

/** A command that prints its median, native against governed. */
export function measure(
  place: Place,
  command: readonly string[],
  shape: Shape,
  rules: number,
  flags: readonly string[] = [],
) {
  const under = governed(place, policy(shape, rules), command, flags);
  return pairs(
    ROUNDS,
    () => p50(run(place, command)),
    () => p50(run(place, under)),
  );
}

export function opens(place: Place): Row[] {
  const file = join(place.folder, 'plain.txt');
  writeFileSync(file, 'x\n');
  const command = [program('open'), String(OPENS), file];
  const cases: [Shape, number, string][] = [
    ['files', 1, ''],
    ['files', 100, '≤ 5 ×, ≤ 1.15 × of 1 rule'],
    ['files', 1000, ''],
    ['writes', 100, '(reads are not trapped)'],
    ['execs', 100, '≤ 1.1 ×'],
  ];
  return cases.map(([shape, rules, goal]) => ({
    name: `open+close, ${shape} rules`,
    tier: 'supervisor',
    rules,
    ...measure(place, command, shape, rules),
    unit: 'ns' as const,
    goal,
  }));
}

export function execs(place: Place): Row[] {
  const command = [program('exec'), String(EXECS), '/bin/true'];
  return [1, 100].map((rules) => ({
    name: 'exec of true, mixed rules',
    tier: 'supervisor',
    rules,
    ...measure(place, command, 'mixed', rules),
    unit: 'ns' as const,
    goal: '≤ 1.3 ×',
  }));
}
