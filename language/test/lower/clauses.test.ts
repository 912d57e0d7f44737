/** What clauses come to. */
import { describe, expect, it } from 'vitest';
import { lowered, rowsOf } from './policy.js';

const rule = (clauses: string) => `source SECRET = file ".env"\nrule r:\n  ${clauses}\n`;

describe('rows of a clause', () => {
  it.each([
    ['block exec "git"', ['exec: path git, assumed']],
    ['block exec any', ['exec: always, assumed']],
    ['block exec "git" "push" "--force*"', ['exec: path git & arg push & arg --force*, assumed']],
    ['block open "/etc/x"', ['read|write: path /etc/x, assumed', 'write: tree /etc/x, assumed']],
    ['block read "/etc/x"', ['read: path /etc/x, assumed']],
    ['block unlink "a/**"', ['unlink: path a/**, assumed', 'unlink: tree a/**, assumed']],
    ['block write "*.c"', ['write: path *.c, assumed']],
    ['block write "/x"', ['write: path /x, assumed']],
    ['block write any', ['write: always, assumed']],
    ['block connect "*"', ['connect: always, assumed']],
    ['block connect "10.0.0.0/8:80"', ['connect: endpoint v4:0a000000/8:80, assumed']],
    ['block recv "*.int"', ['recv: host *.int, assumed']],
    ['block connect "a.int:80-90"', ['connect: host a.int & endpoint *:80-90, assumed']],
    ['block read any if SECRET', ['read: label SECRET, assumed']],
    ['block read any if AGENT and COMMAND', ['read: always, assumed']],
    ['block read any if not AGENT', []],
    ['block read any if SECRET or AGENT', ['read: always, assumed']],
    ['block read any if not SECRET', ['read: not label SECRET, assumed']],
    [
      'block exec "a" unless arg "x" and arg "y"',
      ['exec: path a & not arg x, assumed', 'exec: path a & not arg y, assumed'],
    ],
    ['block exec "a" unless arg "x" or arg "y"', ['exec: path a & not arg x & not arg y, assumed']],
    [
      'block exec "a" unless not (arg "x" or arg "y")',
      ['exec: path a & arg x, assumed', 'exec: path a & arg y, assumed'],
    ],
    ['block exec "a" "x" unless arg "x"', []],
    ['block exec "a" if SECRET unless not after approval "go" or SECRET', []],
    ['block read "x" unless target "x"', []],
    ['block read "x" unless target any', []],
    [
      'block connect "*" unless target "a.int:80"',
      ['connect: not host a.int, assumed', 'connect: not endpoint *:80, assumed'],
    ],
    ['block write any unless target not "a/**"', ['write: path a/**, assumed']],
    ['block exec any unless lineage-includes exec "make"', ['exec: not lineage make, assumed']],
    ['block exec "a" unless after exec "b"', ['exec: path a & not gate exec "b", assumed']],
    [
      'block exec "a" if SECRET and (AGENT or SECRET) or SECRET',
      ['exec: path a & label SECRET, assumed'],
    ],
  ])('%s', (clause, rows) => {
    expect(rowsOf(rule(clause))).toEqual([rows]);
  });
});

describe('labels by approval', () => {
  const text = (transform: string, condition: string) =>
    `source SECRET = file ".env"\n${transform}\nrule r:\n  block connect "*" if ${condition}\n`;

  it.each([
    [
      'declassify SECRET by approval "share"',
      'SECRET',
      ['connect: label SECRET & not gate approval "share", assumed'],
    ],
    [
      'declassify SECRET by approval "share"',
      'not SECRET',
      ['connect: not label SECRET, assumed', 'connect: gate approval "share", assumed'],
    ],
    [
      'endorse REVIEWED by approval "ok"',
      'not REVIEWED',
      ['connect: not gate approval "ok", assumed'],
    ],
    [
      'endorse SECRET by approval "ok"',
      'SECRET',
      ['connect: label SECRET, assumed', 'connect: gate approval "ok", assumed'],
    ],
  ])('%s, if %s', (transform, condition, rows) => {
    expect(rowsOf(text(transform, condition))).toEqual([rows]);
  });

  it('share the gate of a rule that waits for the same', () => {
    const shared = lowered(
      `${text('endorse OK by approval "ok"', 'not OK')}  block exec "a" unless after approval "ok"\n`,
    );
    expect(shared.listing.gates).toEqual(['approval "ok"']);
  });

  it('have a gate of their own beside one that closes again', () => {
    const own = lowered(
      `${text('endorse OK by approval "ok"', 'not OK')}  block exec "a" unless after approval "ok" since write "x"\n`,
    );
    expect(own.listing.gates).toEqual(['approval "ok" since write "x"', 'approval "ok"']);
  });
});

describe('labels by the agent', () => {
  const text = 'source CLAUDE = agent "claude"\nrule r:\n  block exec "a" if CLAUDE\n';

  it('are true of the agent with that id', () => {
    expect(rowsOf(text)).toEqual([['exec: path a, assumed']]);
  });

  it.each([undefined, 'Claude', 'claude-2'])('are false of %s', (agent) => {
    const host = { root: '/w', home: '/h', ...(agent === undefined ? {} : { agent }) };
    expect(rowsOf(text, host)).toEqual([[]]);
  });
});

describe('hints', () => {
  it.each([
    ['block exec "a"', '', []],
    [
      'block exec "a" unless after exec "pytest" exits 0',
      'It passes after `exec "pytest" exits 0`.',
      ['exec "pytest" exits 0'],
    ],
    [
      'block exec "a" unless after exec "t" since write "x" or unlink "y"',
      'It passes after `exec "t"` with no `write "x"` or `unlink "y"` since.',
      ['exec "t" since write "x" or unlink "y"'],
    ],
    [
      'block exec "a" unless after approval "go"',
      'It passes after a person has approved `go`.',
      ['approval "go"'],
    ],
    [
      'block write any unless target "a" or target not "b"',
      'It passes on `a` or on anything but `b`.',
      [],
    ],
    [
      'block exec "a" unless arg "x" and not arg "y"',
      'It passes with the argument `x` and without the argument `y`.',
      [],
    ],
    [
      'block exec "a" unless not (arg "x" or arg "y") or lineage-includes exec "m"',
      'It passes (without the argument `x` and without the argument `y`) or when it was started under `exec "m"`.',
      [],
    ],
    ['block exec "a" unless not after exec "b"', 'It passes unless after `exec "b"`.', []],
  ])('%s', (clause, hint, gates) => {
    const [found] = lowered(rule(clause)).listing.clauses;
    expect(found).toMatchObject({ hint, gates });
  });

  it('name an approval behind a label', () => {
    const text = 'endorse OK by approval "ok"\nrule r:\n  block exec "a" if not OK\n';
    const [found] = lowered(text).listing.clauses;
    expect(found?.hint).toBe('It passes after a person has approved `ok`.');
  });
});
