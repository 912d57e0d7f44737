import { EFFECTS, OPERATIONS } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import { enforcementOf } from '../../src/probe/enforcement.js';

describe('the observer', () => {
  it('refuses where it is asked before, and only connecting is', () => {
    const refused = OPERATIONS.filter(
      (operation) => enforcementOf('observe', operation, 'block').when === 'before',
    );
    expect(refused).toEqual(['connect']);
    expect(enforcementOf('observe', 'write', 'block')).toEqual({
      when: 'none',
      why: 'seen when the call has succeeded, too late to block',
    });
  });

  it('tells and kills afterwards, and lets nothing wait', () => {
    for (const operation of OPERATIONS) {
      const [notify, ask, , kill] = EFFECTS.map(
        (effect) => enforcementOf('observe', operation, effect).when,
      );
      expect([notify, kill], operation).not.toContain('none');
      expect(ask, operation).toBe('none');
    }
  });
});

it('the supervisor does everything before', () => {
  for (const operation of OPERATIONS) {
    for (const effect of EFFECTS) {
      expect(enforcementOf('supervisor', operation, effect).when).toBe('before');
    }
  }
});
