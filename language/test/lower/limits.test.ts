/** A policy over a limit is refused, with a place and with help; never cut. */
import { LIMITS } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import { lower } from '../../src/lower/lower.js';
import { DIGEST, HOST, lowered, program } from './policy.js';

const many = (count: number, one: (i: number) => string, between = '') =>
  Array.from({ length: count }, (_, i) => one(i)).join(between);

function problems(text: string) {
  const result = lower(program(text), HOST, { policyDigest: DIGEST });
  return result.ok ? [] : result.diagnostics;
}

describe('limits', () => {
  it('of the alternatives of a condition', () => {
    const pairs = (count: number) =>
      `rule r:\n  block exec "a" unless ${many(count, (i) => `(arg "a${i}" or arg "b${i}")`, ' and ')}\n`;
    expect(problems(pairs(LIMITS.rowsPerClause))).toEqual([]);
    const [problem] = problems(pairs(LIMITS.rowsPerClause + 1));
    expect(problem).toMatchObject({ code: 'R3301', span: { start: 10 } });
    // Every combination would be a row: 2 to the power of 30.
    const doubled = `rule r:\n  block exec "a" unless ${many(30, (i) => `(arg "a${i}" and arg "b${i}")`, ' or ')}\n`;
    expect(problems(doubled)).toMatchObject([{ code: 'R3301' }]);
  });

  it('of the literals of a row', () => {
    const args = (count: number) =>
      `rule r:\n  block exec "a" unless ${many(count, (i) => `arg "a${i}"`, ' or ')}\n`;
    expect(problems(args(LIMITS.literals - 1))).toEqual([]);
    expect(problems(args(LIMITS.literals))).toMatchObject([{ code: 'R3302' }]);
  });

  it('of atoms', () => {
    const rules = (count: number) => `rule r:\n${many(count, (i) => `  block exec "a${i}"\n`)}`;
    const most = LIMITS.atoms - 128;
    expect(problems(rules(most))).toEqual([]);
    expect(problems(rules(most + 1))).toMatchObject([{ code: 'R3304' }]);
  });

  it('of programs that labels forbid', () => {
    const rules = (count: number) =>
      `source S = file "s"\nrule r:\n${many(count, (i) => `  block exec "a${i}" if S\n`)}`;
    expect(problems(rules(LIMITS.standing))).toEqual([]);
    const [problem] = problems(rules(LIMITS.standing + 1));
    expect(problem).toMatchObject({ code: 'R3308', span: { start: 30 } });
  });

  it('of what automata can tell apart', () => {
    const rules = many(400, (i) => `  block exec "**/a_${i}/**/b_${i}"\n`);
    const [problem] = problems(`rule r:\n  block exec "plain"\n${rules}`);
    expect(problem).toMatchObject({ code: 'R3303' });
    expect(problem?.message).toContain('`**/a_0/**/b_0`');
    expect(problem?.span.start).toBeGreaterThan(10);
  }, 60_000);

  it('of what closes a gate, should a program ever say that an approval does', () => {
    const { gates, ...rest } = program('rule r:\n  block exec "a" unless after exec "t"\n');
    const closers = [{ kind: 'approval', name: 'x' }] as const;
    const odd = { ...rest, gates: gates.map((gate) => ({ ...gate, closers })) };
    const result = lower(odd, HOST, { policyDigest: DIGEST });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ code: 'R3307' }] });
  });

  it('leave room for a large policy', () => {
    const rules = many(
      2000,
      (i) => `rule r${i}:\n  block write "src/m${i}/**" unless after exec "t${i % 50}" exits 0\n`,
    );
    const { listing } = lowered(rules);
    expect(listing.clauses).toHaveLength(2000);
    expect(listing.automata.map(({ kind }) => kind)).toEqual(['path', 'tree']);
  });
});
