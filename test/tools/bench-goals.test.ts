/** The kernel benchmark is held to goals that stand in one table, and its page says which are missed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOALS, goalWords, missedGoals } from '../../tools/guest/bench-goals.js';
import { rowsOf } from '../../tools/guest/bench-rows.js';
import { root } from '../../tools/repository/architecture.js';

/** What a guest prints: a call costs `native`, then `outside`, then as much under each number of rules. */
function printed(native: number, outside: number, under: Readonly<Record<number, number>>): string {
  const calls = (cost: number): string[] =>
    ['open', 'write', 'connect', 'fork', 'exec'].map((name) => `${name} ${cost} ${2 * cost}`);
  return [
    ...['@@bench warm', ...calls(1), '@@bench native', ...calls(native), `build ${native} 0`],
    ...['@@bench outside', ...calls(outside)],
    ...Object.entries(under).flatMap(([rules, cost]) => [`@@bench ${rules}`, ...calls(cost)]),
    ...['@@bench 100', `build ${native} 0`, '{"passes":7}'],
  ].join('\n');
}
const plan = { tier: 'lsm 6.12', times: 10, rules: 100 };

describe('the goals of bench:kernel', () => {
  it('are met where no number is above them', () => {
    const rows = rowsOf(printed(1000, 1040, { 1: 1040, 100: 1050, 1000: 1042 }), plan);
    expect(missedGoals(rows)).toEqual([]);
    expect(rows.find(({ name }) => name === 'open, outside every run')?.goal).toBe('≤ 1.05 ×');
    expect(rows.find(({ name }) => name.startsWith('names that'))?.rein).toBe(7);
  });

  it('are named one by one where they are missed', () => {
    const rows = rowsOf(printed(1000, 1060, { 1: 1100, 100: 1100, 1000: 1400 }), plan);
    const missed = missedGoals(rows);
    expect(missed).toHaveLength(5 + 4);
    expect(missed[0]).toBe('missed: open, outside every run: 1.060 ×, ≤ 1.05 × is asked for');
    expect(missed[5]).toMatch(/^missed: open, added by 1000 rules ÷ by 1 at 1000 rules: 4.000 ×/);
    const connect = rows.find(({ name }) => name === 'connect, outside every run');
    expect(connect?.goal).toBe('≤ 1.05 ×: missed');
  });

  it('are missed where nothing was measured', () => {
    expect(missedGoals([])).toHaveLength(GOALS.length);
    expect(missedGoals([])[0]).toContain('not measured');
  });

  it('stand on the page beside what was measured, whether it is met or not', () => {
    const page = readFileSync(join(root, 'docs/benchmarks-kernel.md'), 'utf8');
    const cells = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const rows = cells.flatMap(([, name = '', rules, native, rein, , goal = '']) =>
      Number(native) > 0
        ? [{ name, rules: Number(rules) || 0, ratio: Number(rein) / Number(native), goal }]
        : [],
    );
    expect(rows.map(goalWords)).toEqual(rows.map(({ goal }) => goal));
    const names = rows.map(({ name, rules }) => `${name} ${rules}`);
    expect(names).toEqual(
      expect.arrayContaining(GOALS.map(({ name, rules }) => `${name} ${rules}`)),
    );
  });
});
