import type { Row } from '../bench/row.js';
import { GROWING, goalWords, growthName } from './bench-goals.js';

/** Stands in front of what is measured next, with how: `warm`, `native`, `outside`, or rules. */
export const mark = '@@bench';
/** Calls of each kind, and the rules under which names are counted. */
export interface Plan {
  readonly tier: string;
  readonly times: number;
  readonly rules: number;
}

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

type Numbers = Pick<Row, 'name' | 'rules' | 'native' | 'rein' | 'ratio'>;

function numbersOf(samples: readonly Sample[]): Numbers[] {
  return samples.flatMap(({ leg, name, p50, p99 }) => {
    const native = samples.find((one) => one.leg === 'native' && one.name === name);
    if (native === undefined || ['warm', 'native'].includes(leg)) return [];
    const outside = leg === 'outside';
    const rules = outside ? 0 : Number(leg);
    const shown = outside ? `${name}, outside every run` : name;
    const half = { name: shown, rules, native: native.p50, rein: p50, ratio: p50 / native.p50 };
    const tail = { native: native.p99, rein: p99, ratio: p99 / native.p99 };
    return name === 'build' ? [half] : [half, { ...tail, rules, name: `${shown}, p99` }];
  });
}

/** How much more 1000 rules add to a call than one does. */
export function growthOf(numbers: readonly Numbers[]): Numbers[] {
  const added = (name: string, rules: number): number => {
    const row = numbers.find((one) => one.name === name && one.rules === rules);
    return row === undefined ? Number.NaN : row.rein - (row.native ?? Number.NaN);
  };
  return GROWING.flatMap((name) => {
    const [one, all] = [added(name, 1), added(name, 1000)];
    if (Number.isNaN(one + all)) return [];
    return [{ name: growthName(name), rules: 1000, native: one, rein: all, ratio: all / one }];
  });
}

/** The engine's last line about the calls under each policy: how often automata were asked. */
function passesRow(output: string, { tier, times, rules }: Plan): Row[] {
  const found = /"passes":(\d+)/.exec(output)?.[1];
  if (found === undefined) return [];
  return [
    {
      name: `names that automata were asked about, in ${3 * times} opens, writes and connects`,
      ...{ tier, rules, native: null, rein: Number(found), ratio: null, unit: 'events' },
      goal: 'none for a name seen before',
    },
  ];
}

/** All rows of what a guest printed. */
export function rowsOf(output: string, plan: Plan): Row[] {
  const numbers = numbersOf(samplesOf(output));
  const rows = [...numbers, ...growthOf(numbers)].map((row) => ({
    ...{ ...row, tier: plan.tier, unit: 'ns' as const, goal: goalWords(row) },
  }));
  return [...rows, ...passesRow(output, plan)];
}
