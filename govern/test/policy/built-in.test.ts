import { builtInRules, sparingCursor } from '@rein/govern';
import { check, lower, type Program, parseInline } from '@rein/language';
import { describe, expect, it } from 'vitest';

const place = {
  state: '/home/u [x]/{state}/rein',
  runFolder: '/home/u [x]/{state}/rein/runs/R',
  root: '/p*',
  policyFile: '/p*/rein.yaml',
  seesReads: true,
};

const facts = { root: '/p', home: '/home/u', realpath: (path: string) => path };
const digest = { policyDigest: new Uint8Array(32) };

function programOf(text: string): Program {
  const { program } = check(parseInline(text));
  if (program === null) throw new Error('not valid');
  return program;
}

describe('built-in rules', () => {
  it('are locked, named apart, and compile with any policy', () => {
    const program = programOf('rule r: block write any because "no"');
    const rules = builtInRules(place);
    expect(rules.map(({ name }) => name)).toEqual([
      ...['rein/record', 'rein/keys', 'rein/policy', 'rein/hooks'],
    ]);
    expect(rules.every(({ builtin, line }) => builtin && line === 0)).toBe(true);
    const all = [...sparingCursor(program.rules, place.runFolder), ...rules];
    expect(lower({ ...program, rules: all }, facts, digest)).toMatchObject({ ok: true });
  });

  it('quote what means something to a glob', () => {
    const [record] = builtInRules(place);
    expect(record?.clauses[0]?.target.text).toBe('/home/u \\[x\\]/\\{state\\}/rein/**');
  });

  it('do not make every open slow for a policy that reads do not concern', () => {
    const ops = (seesReads: boolean) =>
      builtInRules({ ...place, seesReads })
        .flatMap(({ clauses }) => clauses)
        .map(({ operation }) => operation);
    expect(ops(true)).toContain('open');
    expect(new Set(ops(false))).toEqual(new Set(['write']));
  });

  it('protect no policy file where there is none', () => {
    const rules = builtInRules({ ...place, policyFile: undefined });
    expect(rules.map(({ name }) => name)).not.toContain('rein/policy');
  });
});

describe('the file where hooks keep their place', () => {
  it('is spared by clauses about writing, and by no other', () => {
    const program = programOf(
      'rule r: block write any block open "**" block read any block exec "git" block connect any',
    );
    const [rule] = sparingCursor(program.rules, '/s/runs/R');
    expect(rule?.clauses.map(({ when }) => when.kind)).toEqual([
      ...['and', 'and', 'true', 'true', 'true'],
    ]);
    expect(rule?.clauses[0]?.when).toMatchObject({
      right: { kind: 'not', of: { pattern: { text: '/s/runs/R/hook-cursor' } } },
    });
  });
});
