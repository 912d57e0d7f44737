import { EFFECTS, OPERATIONS, TIERS } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import { enforcementOf, limitsOf } from '../src/index.js';

const when = (tier: (typeof TIERS)[number], operation: (typeof OPERATIONS)[number]) =>
  EFFECTS.map((effect) => enforcementOf(tier, operation, effect).when);

describe('what a tier enforces', () => {
  it.each(['lsm', 'fmodret', 'supervisor'] as const)('%s: everything before', (tier) => {
    for (const operation of OPERATIONS) {
      expect(when(tier, operation)).toEqual(['before', 'before', 'before', 'before']);
    }
  });

  it('observe: notes and ends, and refuses connecting only', () => {
    expect(when('observe', 'write')).toEqual(['after', 'none', 'none', 'after']);
    expect(when('observe', 'connect')).toEqual(['before', 'none', 'before', 'before']);
  });
});

describe('what a tier leaves open', () => {
  it('is said in one sentence each', () => {
    for (const tier of TIERS) {
      for (const { says } of limitsOf(tier)) expect(says).toMatch(/^[a-z].*[^.]$/);
    }
  });

  it('is least on the supervisor', () => {
    // One read of an open pipe is what only the hooks can refuse.
    const open = limitsOf('supervisor').flatMap(({ id }) => (id === 'late-pipes' ? [] : [id]));
    for (const tier of TIERS) {
      expect(limitsOf(tier).map(({ id }) => id)).toEqual(expect.arrayContaining(open));
    }
  });
});
