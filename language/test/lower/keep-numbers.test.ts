/** An image that takes the place of another: what its run carries means the same in it. */
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
    expect(next.numbers).toEqual(numbers);
    expect(next.listing.gates).toHaveLength(numbers.gates.length);
  });
});
