/** Automata say exactly what the slow matcher says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AtomSets } from '../../src/automaton/automaton.js';
import { compileAutomata } from '../../src/automaton/compile.js';
import { compiled, faultsOf, matched, patternsOf, said } from './walk.js';

const atoms = fc.constantFrom(
  ...['a', 'b', 'ab', '*', '**', '?', 'é', '[ab]', '[!a]', '[^é]', '[à-ü]', '[a-é]', '{a,b}'],
  ...['{,a}', '{a/b,**}', '\\*', '.', '[\u0800-\u{10ffff}]', '😀'],
);
/** Random globs: atoms side by side or with a slash between. */
const pattern = fc
  .array(fc.tuple(atoms, fc.constantFrom('', '', '/')), { maxLength: 6 })
  .map((parts) => parts.map((part) => part.join('')).join(''));
const piece = fc.constantFrom(
  ...[0x61, 0x61, 0x62, 0x2f, 0x2f, 0x2a, 0x2e].map((byte) => [byte]),
  ...['é', 'à', 'ÿ', '€', '😀', '\u07ff', '\u0800'].map((text) => [
    ...new TextEncoder().encode(text),
  ]),
  ...[[0xff], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x2e, 0x2e]],
);
const bytes = fc.array(piece, { maxLength: 9 }).map((pieces) => Uint8Array.from(pieces.flat()));

describe('automata', () => {
  it('agree with the matcher on random globs and names', () => {
    const agree = fc.property(
      fc.array(pattern, { minLength: 1, maxLength: 8 }),
      fc.array(bytes, { minLength: 1, maxLength: 20 }),
      (texts, names) => {
        const patterns = patternsOf(texts);
        const set = compiled(patterns);
        for (const automaton of set.automata) expect(faultsOf(automaton)).toEqual([]);
        for (const name of names) expect(said(set, name)).toEqual(matched(patterns, name));
      },
    );
    fc.assert(agree, { numRuns: 1000 });
  });

  it('agree on names that a pattern was made for', () => {
    // Every glob with its own letters filled in matches or nearly does: more hits than chance has.
    const filled = (text: string) =>
      text.replace(/\*\*|\*|\?|\[[^\]]*\]|\{([^,}]*),[^}]*\}/g, (found, choice) =>
        found.startsWith('{') ? choice : found === '**' ? 'a/b' : 'b',
      );
    const agree = fc.property(fc.array(pattern, { minLength: 1, maxLength: 6 }), (texts) => {
      const patterns = patternsOf(texts);
      const set = compiled(patterns);
      for (const text of texts) {
        const name = new TextEncoder().encode(filled(text));
        expect(said(set, name)).toEqual(matched(patterns, name));
      }
    });
    fc.assert(agree, { numRuns: 1000 });
  });

  it('agree when they are spread over several', () => {
    let spread = 0;
    const agree = fc.property(
      fc.array(pattern, { minLength: 4, maxLength: 16 }),
      fc.array(bytes, { minLength: 5, maxLength: 20 }),
      (texts, names) => {
        const patterns = patternsOf(texts);
        const sets = new AtomSets();
        const result = compileAutomata(patterns, sets, { small: 8, cap: 40 });
        if (!result.ok) return;
        if (result.automata.length > 1) spread += 1;
        const set = { automata: result.automata, sets };
        for (const name of names) expect(said(set, name)).toEqual(matched(patterns, name));
      },
    );
    fc.assert(agree, { numRuns: 300 });
    expect(spread).toBeGreaterThan(100);
  });

  it('say nothing without patterns', () => {
    expect(compiled([]).automata).toEqual([]);
  });
});
