import { readFileSync } from 'node:fs';
import { GUARDS, LIMITS } from '@rein/contract';
import { expect, it } from 'vitest';
import { CHECK_LIMITS } from '../../src/check/limits.js';
import { check, formatPolicyFile, parseInline, parsePolicyFile } from '../../src/index.js';
import { RESERVED } from '../../src/syntax/kind.js';
import { SYNTAX_LIMITS } from '../../src/syntax/limits.js';
import { blocksOf } from './blocks.js';

const page = 'language.md';
const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
const blocks = blocksOf(page);
const examples = blocks.filter(({ language }) => language === 'rein' || language === 'yaml');

it('has examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(10);
});

it.each(examples)('compiles the example of line $line without a word', (example) => {
  const read = example.language === 'rein' ? parseInline : parsePolicyFile;
  const { diagnostics, program } = check(read(example.text));
  expect(diagnostics).toEqual([]);
  expect(program?.rules.length).toBeGreaterThan(0);
});

it('lays its files out as the formatter does', () => {
  for (const { text: file } of blocks.filter(({ language }) => language === 'yaml')) {
    expect(formatPolicyFile(file)).toEqual({ ok: true, text: file });
  }
});

it('has every word of the language in its grammar', () => {
  const grammar = blocks.find(({ language }) => language === 'ebnf')?.text ?? '';
  const words = new Set([...grammar.matchAll(/"([a-z-]+)"/g)].map(([, word]) => word));
  expect([...words].toSorted()).toEqual([...RESERVED].toSorted());
});

it('names every guard and every limit', () => {
  for (const guard of GUARDS) expect(text).toContain(`\`${guard}\``);
  const limits = [
    ...Object.entries(SYNTAX_LIMITS).filter(([name]) => name !== 'reasonLines'),
    ...Object.entries(CHECK_LIMITS),
    ...(['labels', 'gates', 'exits', 'lineages', 'standing', 'clauses'] as const).map(
      (name) => [name, LIMITS[name]] as const,
    ),
  ];
  const table = text.slice(text.indexOf('| at most |'), text.indexOf('## Grammar'));
  for (const [, max] of limits) expect(table).toContain(`| ${max} |`);
});
