import { expect, it } from 'vitest';
import { clauseOf, codesOf, show } from './compile.js';

const LABELS = ['A', 'B', 'C'].map((name) => `source ${name} = file "${name}"`).join('\n');

function shown(conditions: string, operation = 'exec "x"'): { when: string; unless: string } {
  const { clause, program } = clauseOf(`${LABELS}\nrule r: block ${operation} ${conditions}`);
  return { when: show(clause.when, program), unless: show(clause.unless, program) };
}

it('is true without conditions', () => {
  expect(shown('')).toEqual({ when: 'true', unless: 'none' });
});

it.each([
  ['A or B and C', '(A or (B and C))'],
  ['A and B or C', '((A and B) or C)'],
  ['(A or B) and C', '((A or B) and C)'],
  ['not A and B', '(not A and B)'],
  ['not (A and B)', 'not (A and B)'],
  ['not not A', 'not not A'],
  ['A or B or C', '((A or B) or C)'],
  ['true', 'true'],
])('groups `if %s` as %s', (written, grouped) => {
  expect(shown(`if ${written}`).when).toBe(grouped);
});

it.each([
  ['target "a"', 'target a'],
  ['target not "a"', 'not target a'],
  ['not target "a"', 'not target a'],
  ['arg "--dry-run"', 'arg --dry-run'],
  ['lineage-includes exec "make"', 'lineage make'],
  ['after write file "s/**"', 'after[write "s/**"]'],
  ['after approval "ship it"', 'after[approval "ship it"]'],
  ['A and target "a" or after exec "m"', '((A and target a) or after[exec "m"])'],
])('reads `unless %s`', (written, meant) => {
  expect(shown(`unless ${written}`).unless).toBe(meant);
});

it('asks for history in `if` too', () => {
  expect(shown('if A and after write "specs/**"').when).toBe('(A and after[write "specs/**"])');
});

it('joins several `unless` by `or`', () => {
  const { unless } = shown('unless target "a" unless target "b" and A unless after exec "m"');
  expect(unless).toBe('((target a or (target b and A)) or after[exec "m"])');
});

it('gives an `or` to `since` as long as an event follows', () => {
  expect(shown('unless after exec "t" since write "a" or unlink "b" or A').unless).toBe(
    '(after[exec "t" since write "a" or unlink "b"] or A)',
  );
  expect(shown('unless after exec "t" since write "a" or after exec "u"').unless).toBe(
    '(after[exec "t" since write "a"] or after[exec "u"])',
  );
  expect(shown('unless (after exec "t" since write "a") or target "b"').unless).toBe(
    '(after[exec "t" since write "a"] or target b)',
  );
  expect(shown('unless after exec "t" since exec "git" "commit" and A').unless).toBe(
    '(after[exec "t" since exec "git" "commit"] and A)',
  );
});

it('ends the arguments of a gate at the next word', () => {
  expect(shown('unless after exec "go" "test" "./..." exits 0 since write "**/*.go"').unless).toBe(
    'after[exec "go" "test" "./..." exits 0 since write "**/*.go"]',
  );
});

it('makes one gate of gates that say the same', () => {
  const { program } = clauseOf(`rule r:
    block exec "a" unless after exec "t" since write file "s" or write "s"
    block exec "b" unless after   exec "t"
      since write "s"
    block exec "c" unless after exec "t" exits 0 since write "s"`);
  expect(program.gates.map(({ text }) => text)).toEqual([
    'exec "t" since write "s"',
    'exec "t" exits 0 since write "s"',
  ]);
  expect(program.gates.map(({ opener }) => opener.kind === 'exec' && opener.exits)).toEqual([
    null,
    0,
  ]);
});

it('reads the target of a condition as the operation does', () => {
  const { clause } = clauseOf('rule r: block connect any unless target "10.0.0.0/8"');
  expect(clause.target).toMatchObject({ kind: 'endpoint', text: '**', endpoint: { kind: 'any' } });
  expect(clause.unless).toMatchObject({ pattern: { kind: 'endpoint', text: '10.0.0.0/8' } });
});

it.each([
  ['if not AGENT', ['R3104']],
  ['unless AGENT or A', ['R3104']],
  ['unless target "x"', ['R3104']],
  ['unless target any', ['R3104']],
  ['unless not AGENT and A', ['R3105']],
  ['unless target "y"', []],
  ['if A and not B', []],
  ['if not after exec "x"', []],
])('decides `%s` beforehand where it can', (written, codes) => {
  const found = codesOf(`${LABELS}\nrule r: block exec "x" ${written}`);
  // Labels that this clause leaves unused are beside the point.
  expect(found.filter((code) => code !== 'R3101')).toEqual(codes);
});
