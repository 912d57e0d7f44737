import { GUARDS } from '@rein/contract';
import { expect, it } from 'vitest';
import { clauseOf, codesOf, compile, compileFile } from './compile.js';

it('reads every operation, with and without the word for its target', () => {
  const { rules } = compile(`rule r:
    notify exec "git" "push" "--force*"
    ask open file "a"
    block read "b"
    kill write file "c"
    notify unlink "d"
    ask connect endpoint "e.example"
    block recv "10.0.0."
    kill open any`);
  expect(
    rules[0]?.clauses.map(({ effect, operation, target, args }) =>
      [effect, operation, target.kind, target.text, ...args.map(({ text }) => text)].join(' '),
    ),
  ).toEqual([
    'notify exec path git push --force*',
    'ask open path a',
    'block read path b',
    'kill write path c',
    'notify unlink path d',
    'ask connect endpoint e.example',
    'block recv endpoint 10.0.0.',
    'kill open path **',
  ]);
});

it('keeps what a clause says and where', () => {
  const file = `version: 1
policy: |

  rule r:   # the rule
      block exec "git"   "push"   # why
        if ( AGENT )
      because "a \\"b\\" \\\\ c"
`;
  const { rules } = compileFile(file);
  const [rule] = rules;
  const [clause] = rule?.clauses ?? [];
  expect(rule).toMatchObject({ name: 'r', line: 4, reason: 'a "b" \\ c', builtin: false });
  expect(clause).toMatchObject({ line: 5, text: 'block exec "git" "push" if (AGENT)' });
  expect(file.slice(clause?.span.start, clause?.span.end)).toBe(
    'block exec "git"   "push"   # why\n        if ( AGENT )',
  );
});

it('joins the lines of a reason', () => {
  const { rules } = compile('rule r: kill exec "x" because "one  \n   two\r\n three"');
  expect(rules[0]?.reason).toBe('one two three');
});

it('leaves the backslashes of a pattern to its glob', () => {
  const { clause } = clauseOf('rule r: kill exec "a\\*b\\"c" "\\\\"');
  expect(clause.target.text).toBe('a\\*b\\"c');
  expect(clause.args.map(({ text }) => text)).toEqual(['\\\\']);
});

it('orders labels by first mention, built-in ones first', () => {
  const program = compile(`source B = file "b"
    rule r: block exec "x" if B and A and COMMAND
    source A = agent "robot"
    endorse C by approval "c"`);
  expect(program.labels).toEqual(['AGENT', 'COMMAND', 'B', 'A', 'C']);
});

it('feeds several sources into one label', () => {
  const { sources } = compile(`source S = file "a"
    source S = endpoint "b.example:443"
    source S = exec "c" "d"
    source S = agent "e"
    rule r: block exec "x" if S`);
  expect(sources.map(({ label, kind, line }) => `${label} ${kind} ${line}`)).toEqual([
    'S file 1',
    'S endpoint 2',
    'S exec 3',
    'S agent 4',
  ]);
});

it('takes `source AGENT = exec` as ActPlane writes it, and needs it not', () => {
  const program = compile('source AGENT = exec "claude"\nrule r: block exec "x" if AGENT');
  expect(program.sources).toEqual([]);
  expect(codesOf('source AGENT = exec "claude"\nrule r: block exec "x" if AGENT')).toEqual([]);
});

it('reads transforms', () => {
  const { transforms } = compile(`source S = file "s"
    declassify S by exec "redact" "--all"
    endorse S by approval "four eyes"
    rule r: block exec "x" if S`);
  expect(transforms).toMatchObject([
    { what: 'declassify', label: 'S', kind: 'exec', line: 2, exec: { path: { text: 'redact' } } },
    { what: 'endorse', label: 'S', kind: 'approval', name: 'four eyes', line: 3 },
  ]);
});

it('blocks every guard that the file does not allow', () => {
  const rest = 'policy: |\n  rule r:\n    block exec "x"\n';
  expect([...compileFile(`version: 1\n${rest}`).guards]).toEqual([...GUARDS]);
  const { guards } = compileFile(`version: 1\nguards: {ptrace: allow, mount: block}\n${rest}`);
  expect([...guards]).toEqual(GUARDS.filter((guard) => guard !== 'ptrace'));
});

it('accepts names that hold digits, dots and letters of any script', () => {
  const { rules } = compile(
    'rule 2fa.v-1_x: kill exec "x"\nrule 42: kill exec "y"\nrule größe: kill exec "z"',
  );
  expect(rules.map(({ name }) => name)).toEqual(['2fa.v-1_x', '42', 'größe']);
});

it('counts clauses that differ in blanks and in the word for the target as twins', () => {
  expect(codesOf('rule r: kill write file "a" kill  write "a"')).toEqual(['R3108']);
  expect(codesOf('rule r: kill write file "a" block write "a"')).toEqual([]);
  expect(codesOf('rule r: kill write "a"\nrule s: kill write "a"')).toEqual([]);
});
