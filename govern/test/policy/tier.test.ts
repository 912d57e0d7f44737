import { TIERS, type Tier } from '@rein/contract';
import { type Concern, limitsOf, type TierProbe } from '@rein/enforce';
import { check, parseInline } from '@rein/language';
import { describe, expect, it } from 'vitest';
import { chooseTier, enforcementOfClauses, unenforceable } from '../../src/index.js';

/** A machine that has these tiers. */
const machine = (...has: Tier[]): TierProbe[] =>
  TIERS.map((tier) => ({ tier, ok: has.includes(tier), detail: `no ${tier}` }));

function program(rules: string) {
  const { program, diagnostics } = check(parseInline(rules));
  if (program === null) throw new Error(diagnostics[0]?.message);
  return program;
}

const block = program('rule r: block write "x"');

describe('the tier of a policy', () => {
  it('is the strongest that the machine has', () => {
    expect(chooseTier(block, machine('lsm', 'fmodret', 'supervisor', 'observe')).tier).toBe('lsm');
    const { tier, passedOver } = chooseTier(block, machine('supervisor', 'observe'));
    expect(tier).toBe('supervisor');
    expect(passedOver).toEqual([
      { tier: 'lsm', why: 'no lsm' },
      { tier: 'fmodret', why: 'no fmodret' },
    ]);
  });

  it('is a weaker one when the strongest would not enforce all of it', () => {
    const named = program('rule r: block connect any unless target "*.internal"');
    const { tier, passedOver } = chooseTier(named, machine('lsm', 'fmodret', 'supervisor'));
    expect(tier).toBe('supervisor');
    expect(passedOver[0]).toEqual({
      tier: 'lsm',
      why: 'it would not enforce 1 of the clauses',
    });
  });

  it('is the one that leaves least of it when none enforces all', () => {
    expect(chooseTier(block, machine('observe')).tier).toBe('observe');
    expect(unenforceable(block, 'observe')).toHaveLength(1);
    expect(chooseTier(program('rule r: notify write "x"'), machine('observe')).tier).toBe(
      'observe',
    );
  });

  it('is the supervisor when nothing is known of the machine', () => {
    expect(chooseTier(block, [])).toEqual({ tier: 'supervisor', passedOver: [] });
  });
});

describe('a clause', () => {
  const limits = (rules: string) =>
    enforcementOfClauses(program(rules), 'lsm').map(({ when, limits }) => [when, limits]);
  const about = (concern: Concern) =>
    limitsOf('lsm').flatMap(({ concerns, says }) => (concerns === concern ? [says] : []));

  it('is told what its labels, gates and endpoints do not do', () => {
    expect(limits('source S = file "s"\nrule r: block connect any if S')).toEqual([
      ['before', about('labels')],
    ]);
    expect(limits('rule r: block connect any if AGENT')).toEqual([['before', []]]);
    expect(limits('rule r: block connect "unix:/x"')).toEqual([['before', about('unix-sockets')]]);
  });

  it('about a program that may gain a label is told what comes of it on the tier', () => {
    const late = (rules: string) =>
      enforcementOfClauses(program(rules), 'supervisor').flatMap(({ limits }) =>
        limits.filter((says) => says.includes('running program')),
      );
    expect(late('source S = file "s"\nrule r: block exec "git" if S')).toHaveLength(1);
    expect(late('source S = file "s"\nrule r: block write "x" if S')).toEqual([]);
    expect(late('rule r: block exec "git" if AGENT')).toEqual([]);
  });

  it('about a host name is not enforced where the name cannot be looked up', () => {
    expect(limits('rule r: block connect "*.example.com"')).toEqual([['none', []]]);
    expect(limits('rule r: block connect "{a.example.com,*.b}"')).toEqual([['none', []]]);
    expect(limits('source S = endpoint "*.example.com"\nrule r: block write "x" if S')).toEqual([
      ['none', []],
    ]);
  });

  it('about a host name that can be is told what is not known of it', () => {
    expect(limits('rule r: block connect "{a,b}.example.com"')).toEqual([
      ['before', [expect.stringContaining('a host name is looked up by rein')]],
    ]);
  });
});
