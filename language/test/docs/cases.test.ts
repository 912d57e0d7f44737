import { expect, it } from 'vitest';
import { ACTIONS } from '../../src/cases/case.js';
import { check, parseCases, parseInline, runCases } from '../../src/index.js';
import { blocksOf } from './blocks.js';

const blocks = blocksOf('reference/cases.md');

const policy = `
source SECRET = file "**/.env"
rule test-before-commit:
  block exec "git" "commit" unless after exec "npm" "test" exits 0 since write "src/**"
rule no-leaks:
  block connect any if SECRET
rule ask-to-push:
  ask exec "git" "push" unless after approval "release"
`;

it('runs the example', () => {
  const example = blocks.find(({ language }) => language === 'yaml')?.text ?? '';
  const { cases, diagnostics } = parseCases(example);
  expect(diagnostics).toEqual([]);
  const { program } = check(parseInline(policy));
  if (program === null) throw new Error('the policy is valid');
  const results = runCases(program, cases);
  expect(results.map(({ name, ok }) => `${name}: ${ok}`)).toEqual(
    cases.map(({ name }) => `${name}: true`),
  );
});

it('has a schema with the keys that the reader knows', () => {
  const schema: unknown = JSON.parse(
    blocks.find(({ language }) => language === 'json')?.text ?? '',
  );
  const details = ['as', 'expect', 'answer', 'file', 'interpreter', 'exits', 'directory', 'hosts'];
  expect(schema).toMatchObject({ $defs: { step: { additionalProperties: false } } });
  expect(keysOf(schema, ['$defs', 'step', 'properties'])).toEqual([...ACTIONS, ...details]);
  expect(keysOf(schema, ['$defs', 'case', 'properties'])).toEqual(['name', 'agent', 'steps']);

  const unknown = parseCases('cases: [{name: a, steps: [{nothing: 1}]}]').diagnostics[0];
  expect(unknown?.help).toBe(
    `known here: ${[...ACTIONS, ...details]
      .map((key) => `\`${key}\``)
      .join(', ')
      .replace(/, (?=[^,]*$)/, ' and ')}`,
  );
});

function keysOf(value: unknown, path: readonly string[]): string[] {
  const [first, ...rest] = path;
  if (typeof value !== 'object' || value === null) return [];
  if (first === undefined) return Object.keys(value);
  return keysOf(Object.entries(value).find(([key]) => key === first)?.[1], rest);
}
