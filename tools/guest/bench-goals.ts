import type { Row } from '../bench/row.js';

/** What a ratio of the kernel benchmark is held to: the only statement of it. */
export interface Goal {
  /** The row that it is about. */
  readonly name: string;
  readonly rules: number;
  /** Above this it is missed. */
  readonly most: number;
  /** What it is to come to one day. */
  readonly aim?: number;
}

const outside = (name: string): Goal => ({
  name: `${name}, outside every run`,
  rules: 0,
  most: 1.05,
});
export const growthName = (name: string): string => `${name}, added by 1000 rules ÷ by 1`;
const growth = (name: string): Goal => ({
  name: growthName(name),
  rules: 1000,
  most: 1.3,
  aim: 1.1,
});

/** What a fork costs more is within the noise of what it costs: its growth says nothing. */
export const GROWING = ['open', 'write', 'connect', 'exec'] as const;

export const GOALS: readonly Goal[] = [
  { name: 'open', rules: 100, most: 2, aim: 1.3 },
  { name: 'write', rules: 100, most: 1.5, aim: 1.1 },
  { name: 'connect', rules: 100, most: 2, aim: 1.3 },
  { name: 'fork', rules: 100, most: 1.15, aim: 1.05 },
  { name: 'exec', rules: 100, most: 1.15, aim: 1.05 },
  { name: 'build', rules: 100, most: 1.05, aim: 1.02 },
  ...['open', 'write', 'connect', 'fork', 'exec'].map(outside),
  ...GROWING.map(growth),
];

type Measured = Pick<Row, 'name' | 'rules' | 'ratio'>;

function goalOf({ name, rules }: Measured): Goal | undefined {
  return GOALS.find((goal) => goal.name === name && goal.rules === rules);
}

/** A row's goal in words, and whether it is met; empty where there is none. */
export function goalWords(row: Measured): string {
  const goal = goalOf(row);
  if (goal === undefined) return '';
  const { most, aim } = goal;
  const ratio = row.ratio ?? Number.POSITIVE_INFINITY;
  if (ratio > most) return `≤ ${most} ×: missed`;
  if (aim === undefined) return `≤ ${most} ×`;
  return ratio > aim ? `≤ ${most} ×, not yet ${aim}` : `≤ ${most} ×, even ${aim}`;
}

/** A line for each goal that is missed, or that nothing was measured for. */
export function missedGoals(rows: readonly Measured[]): string[] {
  return GOALS.flatMap((goal) => {
    const row = rows.find((one) => one.name === goal.name && one.rules === goal.rules);
    const ratio = row?.ratio ?? null;
    if (ratio !== null && ratio <= goal.most) return [];
    const found = ratio === null ? 'not measured' : `${ratio.toFixed(3)} ×`;
    const under = goal.rules === 0 ? '' : ` at ${goal.rules} rules`;
    return [`missed: ${goal.name}${under}: ${found}, ≤ ${goal.most} × is asked for`];
  });
}
