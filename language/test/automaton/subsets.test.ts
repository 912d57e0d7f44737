import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Subsets } from '../../src/automaton/subsets.js';

describe('numbers for sets', () => {
  it('are the same for the same set, past any growth', () => {
    const sets = new Subsets();
    const known = new Map<string, number>();
    const list = fc.uniqueArray(fc.nat(2000), { maxLength: 6 });
    const agree = fc.property(list, (unsorted) => {
      const elements = Int32Array.from(unsorted).sort();
      const id = sets.intern(elements, elements.length);
      const key = elements.join();
      expect(id).toBe(known.get(key) ?? known.size);
      known.set(key, id);
      expect([...sets.get(id)]).toEqual([...elements]);
    });
    fc.assert(agree, { numRuns: 10_000 });
    expect(sets.count).toBe(known.size);
  });
});
