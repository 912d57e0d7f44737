/** An image that takes the place of another: what its run carries means the same in it. */
import { HEADER } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import { lower } from '../../src/lower/lower.js';
import { DIGEST, HOST, lowered, program } from './policy.js';

const first = `source A = file "a"
source B = file "b"
rule r:
  block exec "x" if A or B unless after exec "t" exits 0 since write "w"
  block exec "y" unless after approval "go"
`;
const { numbers } = lowered(first);

function after(text: string) {
  const result = lower(program(text), HOST, { policyDigest: DIGEST, after: numbers });
  if (!result.ok) throw new Error('it was not lowered');
  return result;
}

describe('a policy that takes the place of another', () => {
  it('begins with its labels and gates, in whatever order it has its own', () => {
    const next = after(`source C = file "c"
source B = file "b"
rule r:
  block exec "z" unless after exec "later"
  block exec "y" unless after approval "go"
  block exec "x" if C or B unless after exec "t" exits 0 since write "w"
`);
    expect(numbers.labels).toEqual(['AGENT', 'COMMAND', 'A', 'B']);
    expect(next.numbers.labels).toEqual([...numbers.labels, 'C']);
    expect(next.numbers.gates).toEqual([...numbers.gates, 'exec "later"']);
    // What the clauses wait for is told by text, so it went along.
    const rows = next.listing.clauses.map(({ rows: [row] }) => row);
    expect(rows[0]).toContain('exec "later"');
    expect(rows[1]).toContain('approval "go"');
    expect(rows[2]).toContain('exec "t" exits 0');
  });

  it('keeps the place of what it has no more', () => {
    const next = after('rule r:\n  block exec "z"\n');
    expect(next.numbers).toEqual({ ...numbers, standing: [] });
    expect(next.listing.gates).toHaveLength(numbers.gates.length);
  });
});

const bits = `source A = file "a"
rule r:
  block write "w" if lineage-includes exec "x" or lineage-includes exec "src/y"
  block exec "git" "commit" if A
  block exec "src/z" if A
`;

/** The marks of what a process met at its execs, by which the engine tells them apart. */
function marksOf(text: string, host = HOST, kept?: ReturnType<typeof lowered>['numbers']) {
  const options = { policyDigest: DIGEST, ...(kept && { after: kept }) };
  const result = lower(program(text), host, options);
  if (!result.ok) throw new Error('it was not lowered');
  const view = new DataView(result.image.buffer);
  return [HEADER.lineageMark, HEADER.standingMark].map((at) => view.getUint16(at, true));
}

describe('what a process met at its execs', () => {
  const kept = lowered(bits).numbers;
  const again = `source A = file "a"
rule new:
  block exec "src/z" if A
  block write "other"
  block exec "git" "commit" if A
  notify write "w" if lineage-includes exec "src/y"
  block write "w" if lineage-includes exec "x"
`;

  it('has the same numbers in a policy that asks about the same, in whatever order', () => {
    expect(kept.lineages).toHaveLength(2);
    expect(kept.standing).toHaveLength(2);
    expect(lowered(again).numbers).not.toEqual(kept);
    expect(marksOf(again)).not.toEqual(marksOf(bits));
    expect(marksOf(again, HOST, kept)).toEqual(marksOf(bits));
  });

  it('is marked as something else where a pattern is another, fewer or more', () => {
    const [lineage, standing] = marksOf(bits);
    const changed = (from: string, to: string) => marksOf(bits.replace(from, to), HOST, kept);
    expect(changed('lineage-includes exec "x"', 'lineage-includes exec "other"')[0]).not.toBe(
      lineage,
    );
    expect(changed(' or lineage-includes exec "src/y"', '')[0]).not.toBe(lineage);
    expect(changed('"commit" if', '"push" if')[1]).not.toBe(standing);
    expect(changed('  block exec "src/z" if A\n', '')[1]).not.toBe(standing);
    // Relative to another folder the same words name another program.
    const moved = marksOf(bits, { ...HOST, root: '/elsewhere' }, kept);
    expect(moved[0]).not.toBe(lineage);
    expect(moved[1]).not.toBe(standing);
    expect(marksOf('rule r:\n  block write "w"\n')).toEqual([0, 0]);
  });
});
