/** What sources, transforms, lineage and gates come to. */
import { describe, expect, it } from 'vitest';
import { listing } from './policy.js';

const asks = 'rule r:\n  block exec "a" if A\n';

describe('rows of sources and transforms', () => {
  it.each([
    ['source A = file "x"', 'exec|read|write|unlink: path x -> add-label A of the object'],
    ['source A = file any', 'exec|read|write|unlink: always -> add-label A of the object'],
    ['source A = endpoint "*"', 'connect|recv: always -> add-label A of the object'],
    [
      'source A = endpoint "h:80"',
      'connect|recv: host h & endpoint *:80 -> add-label A of the object',
    ],
    ['source A = exec "x" "y"', 'exec: path x & arg y -> add-label A, assumed'],
    ['endorse A by exec "x" "y"', 'exec: path x & arg y -> add-label A'],
  ])('%s', (text, row) => {
    expect(listing(`${text}\n${asks}`).flowRows).toEqual([row]);
  });

  it('declassify', () => {
    const { flowRows } = listing(`source A = file "x"\ndeclassify A by exec "r"\n${asks}`);
    expect(flowRows[1]).toBe('exec: path r -> drop-label A');
  });

  it('leave out labels that nobody asks for', () => {
    const found = listing(`source B = file "x"\nsource A = file "y"\n${asks}`);
    expect(found.labels).toEqual(['AGENT', 'COMMAND', 'A']);
    expect(found.flowRows).toHaveLength(1);
    expect(found.flow).toBe(true);
  });

  it('do not flow where conditions only look at what is always so', () => {
    const found = listing('source AGENT = exec "x"\nrule r:\n  block exec "a" if AGENT\n');
    expect(found).toMatchObject({ flow: false, flowRows: [], ops: ['exec'] });
  });
});

describe('rows about a program that runs', () => {
  it('ask what an exec leaves open: labels and gates', () => {
    const found = listing(
      'source A = file "x"\nrule r:\n  block exec "git" "push" if A or not arg "-n" unless after write "y"\n',
    );
    expect(found.gateRows).toContain('exec: path git & arg push -> stand 0, assumed');
    expect(found.gateRows).toContain('exec: path git & arg push & not arg -n -> stand 1, assumed');
    expect(found.standingRows).toEqual([
      'read: standing 0 & label A & not gate write "y" -> standing-rule 3, assumed',
      'read: standing 1 & not gate write "y" -> standing-rule 3, assumed',
    ]);
  });

  it('share what stands', () => {
    const found = listing(
      'source A = file "x"\nsource B = file "y"\nrule r:\n  block exec "git" if A\n  ask exec "git" if B\n',
    );
    expect(found.gateRows).toEqual(['exec: path git -> stand 0, assumed']);
    expect(found.standingRows).toHaveLength(2);
  });

  it.each([
    'block exec "git" if not A',
    'block exec "git" unless A',
    'block exec "git" if AGENT',
    'block exec "git" if AGENT or A',
    'block read "y" if A',
  ])('are none for `%s`', (clause) => {
    const found = listing(`source A = file "x"\nrule r:\n  ${clause}\n`);
    expect(found.standingRows).toEqual([]);
  });
});

describe('what the engine must see', () => {
  it.each([
    ['block exec "a"', ['exec']],
    ['block open "a"', ['read', 'write']],
    ['block connect "*"', ['connect']],
    [
      'block exec "a" unless after read "x" since write "y" or unlink "z"',
      ['exec', 'read', 'write', 'unlink'],
    ],
    ['block recv "*" unless lineage-includes exec "m"', ['exec', 'recv']],
    ['block write "a" if not AGENT', []],
  ])('%s', (clause, ops) => {
    const found = listing(`rule r:\n  ${clause}\n`);
    expect(found.ops).toEqual(ops);
    expect(found.hostNames).toBe(false);
  });

  it('says when host names matter', () => {
    expect(listing('rule r:\n  block connect "a.int"\n').hostNames).toBe(true);
  });
});

describe('rows of gates', () => {
  const gateRows = (gate: string) =>
    listing(`rule r:\n  block exec "a" unless after ${gate}\n`).gateRows;

  it.each([
    ['exec "t"', ['exec: path t -> gate-open 0']],
    ['exec "t" "x"', ['exec: path t & arg x -> gate-open 0']],
    ['exec "t" exits 0', ['exec: path t -> arm-exit 0']],
    ['read "/d/x"', ['read: path /d/x -> gate-open 0']],
    ['write "/d/x"', ['write: path /d/x -> gate-open 0', 'write: tree /d/x -> gate-open 0']],
    ['open "/d/x"', ['read|write: path /d/x -> gate-open 0', 'write: tree /d/x -> gate-open 0']],
    ['unlink any', ['unlink: always -> gate-open 0']],
    ['approval "x"', []],
    ['approval "x" since exec "t" "y"', ['exec: path t & arg y -> gate-close 0, assumed']],
    [
      'exec "t" since write "s/**"',
      [
        'exec: path t -> gate-open 0',
        'write: path s/** -> gate-close 0, assumed',
        'write: tree s/** -> gate-close 0, assumed',
      ],
    ],
  ])('%s', (gate, rows) => {
    expect(gateRows(gate)).toEqual(rows);
  });

  it('wait for the exits of each gate', () => {
    const { exits } = listing(
      'rule r:\n  block exec "a" unless after exec "t" exits 0 and after exec "t" exits 3\n',
    );
    expect(exits).toEqual([
      { gate: 0, status: 0 },
      { gate: 1, status: 3 },
    ]);
  });
});
