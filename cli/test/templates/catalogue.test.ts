import { check, lower, parsePolicyFile } from '@rein/language';
import { describe, expect, it } from 'vitest';
import { isTemplateName, TEMPLATES } from '../../src/templates/catalogue.js';

describe.each(Object.entries(TEMPLATES))('template %s', (_, { text }) => {
  it('checks without a word, and compiles', () => {
    const { program, diagnostics } = check(parsePolicyFile(text));
    expect(diagnostics).toEqual([]);
    if (program === null) throw new Error('not valid');
    const facts = { root: '/p', home: '/home/u', realpath: (path: string) => path };
    expect(lower(program, facts, { policyDigest: new Uint8Array(32) })).toMatchObject({ ok: true });
  });

  it('gives a reason with every rule', () => {
    const { program } = check(parsePolicyFile(text));
    expect(program?.rules.filter(({ reason }) => reason === '')).toEqual([]);
  });
});

it('does not take an inherited name for a template', () => {
  expect(isTemplateName('toString')).toBe(false);
});
