/** How many states there are: by count, since time would be another machine's. */
import { LIMITS } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import { AtomSets } from '../../src/automaton/automaton.js';
import { compileAutomata } from '../../src/automaton/compile.js';
import { compiled, matched, patternsOf, said } from './walk.js';

const encoder = new TextEncoder();
const many = (count: number, ...texts: ((i: number) => string)[]) =>
  Array.from({ length: count }, (_, i) => texts[i % texts.length]?.(i) ?? '');

function sizes(texts: readonly string[]): readonly number[] {
  return compiled(patternsOf(texts)).automata.map(({ states }) => states);
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

describe('states', () => {
  it.each([
    ['folders anywhere', (i: number) => `**/folder_${i}/**`],
    ['endings', (i: number) => `**/*.ext${i}`],
    ['names', (i: number) => `**/name${i}`],
    ['absolute files', (i: number) => `/opt/app${i}/bin/tool`],
    ['absolute folders', (i: number) => `/srv/${i}/data/**`],
    ['files in a folder each', (i: number) => `/etc/conf${i}.d/*.conf`],
    ['anything below a folder each', (i: number) => `/srv/${i}/**/x${i}.c`],
    ['braces', (i: number) => `**/{a${i},b${i}}/file.c`],
  ])('of %s add up', (_, text) => {
    const letters = total(many(1000, text).map((one) => one.length));
    const found = sizes(many(1000, text));
    expect(found).toHaveLength(1);
    expect(total(found)).toBeLessThan(letters);
  });

  it('of a mix need two automata at most', () => {
    const mix = many(
      1000,
      (i) => `**/dir_${i}/**`,
      (i) => `**/*.ext${i}`,
      (i) => `/opt/app${i}/bin/tool`,
      (i) => `/w/src/{a${i},b${i}}/file.c`,
      (i) => `**/tool${i}`,
      (i) => `/etc/conf${i}.d/*.conf`,
    );
    const found = sizes(mix);
    expect(found.length).toBeLessThanOrEqual(2);
    expect(total(found)).toBeLessThan(20_000);
  });

  it('of a few patterns are in one automaton', () => {
    expect(sizes(['**/*.c', '/etc/**', '/w/*/x', '**/a/**/b', '**/pre*'])).toHaveLength(1);
  });

  it('of prefixes and endings are kept apart', () => {
    const found = sizes(
      many(
        600,
        (i) => `**/pre${i}_*`,
        (i) => `**/*.ext${i}`,
      ),
    );
    expect(found).toHaveLength(2);
    expect(total(found)).toBeLessThan(20_000);
  });
});

describe('patterns that multiply states', { timeout: 60_000 }, () => {
  const patterns = patternsOf([...many(24, (i) => `**/a_${i}/**/b_${i}`), ...['/x/**', '**/*.c']]);

  it('are spread over automata, each below the limit, and say what they should', () => {
    const set = compiled(patterns);
    expect(set.automata.length).toBeGreaterThan(1);
    expect(set.automata.length).toBeLessThanOrEqual(LIMITS.automata);
    for (const { states } of set.automata) expect(states).toBeLessThanOrEqual(LIMITS.states);
    for (const name of ['/a_1/b_1', '/a_1/x/b_2', '/a_23/a_3/z/b_3', '/x/a_7/b_7.c', '/b_1/a_1']) {
      const bytes = encoder.encode(name);
      expect(said(set, bytes)).toEqual(matched(patterns, bytes));
    }
  });

  it('are refused past the limits, with the worst by name', () => {
    const texts = ['**/plain', ...many(400, (i) => `**/a_${i}/**/b_${i}`)];
    const result = compileAutomata(patternsOf(texts), new AtomSets());
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.worst).toHaveLength(3);
    expect(result.worst).not.toContain(0);
  });

  it('are refused when one alone is too much', () => {
    const texts = ['/x/**', `**/*a${'?'.repeat(24)}`, '**/*.c'];
    const result = compileAutomata(patternsOf(texts), new AtomSets());
    expect(result).toEqual({ ok: false, worst: [1] });
  });
});

describe('a `**` at the end', () => {
  it('says its atom at once, and once for all', () => {
    const set = compiled(patternsOf(['/a/**']));
    const [automaton] = set.automata;
    // Dead, the start, `/`, `/a`, and the one that says it.
    expect(automaton?.states).toBe(5);
    expect(said(set, encoder.encode('/a/'))).toEqual([0]);
    expect(said(set, encoder.encode('/a'))).toEqual([]);
  });

  it('says everything from the start', () => {
    const set = compiled(patternsOf(['**']));
    expect(said(set, new Uint8Array())).toEqual([0]);
  });
});
